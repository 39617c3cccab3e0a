/// An emitter's connection over a transport that is not the most preferred one.
final class FailoverPublisher: Publisher {
    private let base: any Publisher
    private let supersession: Supersession

    init(
        _ base: any Publisher, clock: any Clock<Duration>,
        searchingAfter nextDelay: @escaping @Sendable () -> Duration,
        opening open: @escaping @Sendable () async throws -> Void
    ) {
        self.base = base
        supersession = Supersession(clock: clock)
        supersession.begin(after: nextDelay, opening: open) { await base.close() }
    }

    deinit {
        supersession.stop()
    }

    var capabilities: TransportCapabilities { base.capabilities }

    var user: String? { base.user }

    func publish(
        _ publications: [Publication]
    ) async throws(TransportError) -> [PublishOutcome] {
        do {
            return try await base.publish(publications)
        } catch {
            throw supersession.meaning(of: error)
        }
    }

    func nextSignal() async throws(TransportError) -> PublisherSignal {
        do {
            return try await base.nextSignal()
        } catch {
            throw supersession.meaning(of: error)
        }
    }

    func close() async {
        supersession.stop()
        await base.close()
    }
}
