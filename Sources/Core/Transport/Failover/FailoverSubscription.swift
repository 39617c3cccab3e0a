/// A host's connection over a transport that is not the most preferred one.
final class FailoverSubscription: Subscription {
    private let base: any Subscription
    private let failback: Failback

    init(
        _ base: any Subscription, clock: any Clock<Duration>,
        searchingAfter nextDelay: @escaping @Sendable () -> Duration,
        opening open: @escaping @Sendable () async throws -> Void
    ) {
        self.base = base
        failback = Failback(clock: clock)
        failback.begin(after: nextDelay, opening: open) { await base.close() }
    }

    deinit {
        failback.stop()
    }

    func nextBatch(limit: Int) async throws(TransportError) -> [Delivery] {
        do {
            return try await base.nextBatch(limit: limit)
        } catch {
            throw failback.meaning(of: error)
        }
    }

    func settle(
        _ tokens: [Delivery.Token], sending receipts: [(Receipt, to: ReplyAddress)]
    ) async throws(TransportError) {
        do {
            try await base.settle(tokens, sending: receipts)
        } catch {
            throw failback.meaning(of: error)
        }
    }

    func sendProbe(_ probe: ProbeID) async throws(TransportError) {
        do {
            try await base.sendProbe(probe)
        } catch {
            throw failback.meaning(of: error)
        }
    }

    func requestResync() async throws(TransportError) {
        do {
            try await base.requestResync()
        } catch {
            throw failback.meaning(of: error)
        }
    }

    func close() async {
        failback.stop()
        await base.close()
    }
}
