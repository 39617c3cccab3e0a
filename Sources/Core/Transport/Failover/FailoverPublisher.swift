/// An emitter's connection over a transport that is not the most preferred one.
final class FailoverPublisher: Publisher {
    private let base: any Publisher
    private let failback: Failback

    init(
        _ base: any Publisher, clock: any Clock<Duration>,
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

    var capabilities: TransportCapabilities { base.capabilities }

    var user: String? { base.user }

    func publish(
        _ publications: [Publication]
    ) async throws(TransportError) -> [PublishOutcome] {
        do {
            return try await base.publish(publications)
        } catch {
            throw failback.meaning(of: error)
        }
    }

    func nextSignal() async throws(TransportError) -> PublisherSignal {
        do {
            return try await base.nextSignal()
        } catch {
            throw failback.meaning(of: error)
        }
    }

    func close() async {
        failback.stop()
        await base.close()
    }
}
