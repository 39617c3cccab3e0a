import DockerNetwork
import DockerNetworkInMemory
import Logging
import ServiceLifecycle
import TestSupport
import Testing

/// The whole service under a crowd, while its sinks fail.
@Suite(.timeLimit(.minutes(5))) struct HostServiceStressTests {
    private static let half = 50
    private let network = InMemoryNetwork()

    private var emitters: [StressEmitter] {
        (0..<2 * Self.half).map {
            StressEmitter(number: $0, nameCount: 100, sharedCount: 10, half: Self.half)
        }
    }

    @Test func tenThousandNamesOfAHundredInstancesSurviveFailingSinks() async throws {
        let sinks = [
            FlakySink(name: "one", seed: 1, failuresAtMost: 6),
            FlakySink(name: "two", seed: 2, failuresAtMost: 6),
        ]
        try await withHost(sinks) {
            let answered = try await announceEverything()
            #expect(answered == 10_000)
        }
        let expected = Set(emitters.flatMap(\.survivors))
        for sink in sinks {
            #expect(Set(await sink.table.map(\.registration)) == expected)
            #expect(await sink.failures > 0)
            #expect(await !sink.hasParted)
        }
        #expect(await sinks[0].table == sinks[1].table)
        try await expectNothingLeftUnacknowledged()
    }

    /// All instances at once.
    private func announceEverything() async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for emitter in emitters {
                group.addTask {
                    var generator = SeededGenerator(seed: UInt64(emitter.number))
                    return try await emitter.run(
                        over: InMemoryTransport(network), using: &generator)
                }
            }
            return try await group.reduce(0, +)
        }
    }

    private func withHost(_ sinks: [FlakySink], _ body: () async throws -> Void) async throws {
        let (ready, continuation) = AsyncStream.makeStream(of: Void.self)
        let service = HostService(
            HostConfiguration(hostName: "gate", onReady: { continuation.finish() }),
            transports: [InMemoryTransport(network)], sinks: sinks.map { SinkBinding($0) },
            logger: .quiet)
        let group = ServiceGroup(services: [service], logger: .quiet)
        async let running: Void = group.run()
        for await _ in ready {}
        try await body()
        await group.triggerGracefulShutdown()
        try await running
    }

    /// What a subscription did not acknowledge comes to the next one before anything new.
    private func expectNothingLeftUnacknowledged() async throws {
        let transport = InMemoryTransport(network)
        let publisher = try await transport.openPublisher(PublisherOptions())
        let last = Announcement(.up, registration("last", "10.9.9.9"))
        _ = try await publisher.publish([Publication(last, messageID: "last", sentAt: 0)])
        await publisher.close()
        let subscription = try await transport.openSubscription(
            SubscriptionOptions(hostName: "gate", domain: .docker))
        let batch = try await subscription.nextBatch(limit: 100_000)
        // A probe of the service's own may have been on its way when it ended.
        let announced = batch.filter { if case .probe = $0.content { false } else { true } }
        #expect(announced.map(\.messageID) == ["last"])
        await subscription.close()
    }
}
