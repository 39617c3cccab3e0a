import DockerNetwork
import DockerNetworkInMemory
import Logging
import ServiceLifecycle
import Synchronization
import Testing

/// A connection that is lost while the required sink cannot be written.
@Suite(.timeLimit(.minutes(5))) struct RedeliveryTests {
    private let network = InMemoryNetwork()
    private let web = registration("web", "10.0.0.1")
    private let database = registration("db", "10.0.0.2")

    @Test func whatNobodyRepeatsStaysUnacknowledgedWhenItComesAgain() async throws {
        let transport = CuttableTransport(base: InMemoryTransport(network))
        let failing = MemorySink()
        await failing.fail(SinkError("disk full"))
        let other = MemorySink()
        let policy = Policy(reservedNames: [try #require(NamePattern("reserved"))])
        let (ready, continuation) = AsyncStream.makeStream(of: Void.self)
        let service = HostService(
            HostConfiguration(
                hostName: "gate", policy: policy, onReady: { continuation.finish() }),
            transports: [transport],
            sinks: [SinkBinding(failing), SinkBinding(other, isRequired: false)], logger: .quiet)
        let group = ServiceGroup(services: [service], logger: .quiet)
        async let running: Void = group.run()
        for await _ in ready {}
        try await announce(web)
        await other.waitFor(web)
        await transport.cut()
        try await announce(database)
        await other.waitFor(web, database)
        // Its answer follows the acknowledgements of everything that came before it.
        let refused = OneShot(transport: transport, receiptTimeout: .seconds(30))
        await #expect(throws: OneShot.Failure.self) {
            try await refused.announce([Announcement(.up, registration("reserved", "10.0.0.3"))])
        }
        await group.triggerGracefulShutdown()
        try await running
        let subscription = try await transport.openSubscription(
            SubscriptionOptions(hostName: "gate", domain: .docker))
        try await announce(registration("last", "10.9.9.9"))
        let batch = try await subscription.nextBatch(limit: 100)
        let waiting = batch.compactMap { delivery -> Registration? in
            guard case .announcement(let announcement) = delivery.content else { return nil }
            return announcement.registration
        }
        #expect(waiting.contains(web))
        #expect(waiting.contains(database))
    }

    private func announce(_ registration: Registration) async throws {
        try await OneShot(transport: InMemoryTransport(network), receiptTimeout: nil)
            .announce([Announcement(.up, registration)])
    }
}

/// A transport whose latest subscription can be cut off.
private final class CuttableTransport: Transport {
    private let base: InMemoryTransport
    private let latest = Mutex<(any Subscription)?>(nil)

    init(base: InMemoryTransport) { self.base = base }

    var endpoint: String { base.endpoint }
    var capabilities: TransportCapabilities { base.capabilities }

    func openPublisher(
        _ options: PublisherOptions
    ) async throws(TransportError) -> any Publisher {
        try await base.openPublisher(options)
    }

    func openSubscription(
        _ options: SubscriptionOptions
    ) async throws(TransportError) -> any Subscription {
        let subscription = try await base.openSubscription(options)
        latest.withLock { $0 = subscription }
        return subscription
    }

    func cut() async { await latest.withLock(\.self)?.close() }
}
