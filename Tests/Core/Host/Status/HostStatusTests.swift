import DockerNetwork
import DockerNetworkInMemory
import Logging
import ServiceLifecycle
import Testing

/// What a running service tells of itself.
@Suite(.timeLimit(.minutes(5))) struct HostStatusTests {
    private let network = InMemoryNetwork()
    private let web = registration("web", "10.0.0.1")

    /// Runs a service beside a body, once it is connected.
    private func withService(
        _ sink: MemorySink, policy: Policy = Policy(),
        _ body: (HostService) async throws -> Void
    ) async throws {
        let (ready, continuation) = AsyncStream.makeStream(of: Void.self)
        let service = HostService(
            HostConfiguration(
                hostName: "gate", policy: policy, onReady: { continuation.finish() }),
            transports: [InMemoryTransport(network)], sinks: [SinkBinding(sink)], logger: .quiet)
        let group = ServiceGroup(services: [service], logger: .quiet)
        async let running: Void = group.run()
        for await _ in ready {}
        try await body(service)
        await group.triggerGracefulShutdown()
        try await running
    }

    private func announce(_ kind: Announcement.Kind, lease: Lease? = nil) async throws {
        try await OneShot(transport: InMemoryTransport(network), receiptTimeout: .seconds(30))
            .announce([Announcement(kind, web, lease: lease)])
    }

    private func waitUntil(_ condition: () async -> Bool) async throws {
        while await !condition() { try await Task.sleep(for: .milliseconds(5)) }
    }

    @Test func aServiceTellsItsPartsItsNamesAndWhetherItIsReady() async throws {
        let sink = MemorySink()
        try await withService(sink) { service in
            try await announce(.up, lease: Lease(seconds: 600))
            let status = await service.status()
            #expect(status.isReady && status.hostName == "gate" && status.nameCount == 1)
            #expect(status.started <= status.time)
            let name = try #require(status.names.first)
            #expect(name.entry.registration == web)
            let left = try #require(name.leaseLeft)
            #expect(left > .seconds(1) && left <= .seconds(600))
            #expect((status.started...status.time).contains(name.since))
            let transport = try #require(status.transports.first)
            #expect(transport.connectedSince != nil && transport.received > 0)
            #expect(status.sinks.map(\.name) == ["memory"] && status.sinks[0].pending == 0)
            #expect(await service.status(includesNames: false).names.isEmpty)
            try await announce(.down)
            #expect(await service.status().names.isEmpty)
        }
        #expect(await !serviceThatNeverRan().status().isReady)
    }

    private func serviceThatNeverRan() -> HostService {
        HostService(
            HostConfiguration(hostName: "gate"), transports: [InMemoryTransport(network)],
            sinks: [], logger: .quiet)
    }

    @Test func aSinkThatFailsIsNotCurrentAndTellsWhy() async throws {
        let sink = MemorySink()
        try await withService(sink) { service in
            try await waitUntil { await service.status().isReady }
            await sink.fail(SinkError("the disk is full"))
            let changes = ChangeSubscription(limit: 10) {}
            #expect(await service.subscribe(changes) == 0)
            _ = try? await OneShot(
                transport: InMemoryTransport(network), receiptTimeout: .milliseconds(200)
            ).announce([Announcement(.up, web)])
            try await waitUntil { await !service.status().isReady }
            let failing = await service.status().sinks[0]
            #expect(failing.lastFailure?.message == "the disk is full" && failing.pending == nil)
            let change = try #require(changes.take(9).changes.first)
            #expect(change.took == nil && change.waitsFor == ["memory"])
            await sink.fail(nil)
            try await waitUntil { await service.status().isReady }
        }
    }

    @Test func aRefusalIsCountedWithItsCause() async throws {
        try await withService(MemorySink(), policy: Policy(reservedNames: [.any])) { service in
            _ = try? await announce(.up)
            let refusal = try #require(await service.status().refusals.first)
            #expect(refusal.cause == "name-reserved" && refusal.user == "unknown")
            #expect(refusal.last.message.contains("web"))
            #expect(await service.status().talkers.first?.messages ?? 0 > 0)
        }
    }

    @Test func everyChangeIsToldWithItsCauseAndHowLongItTook() async throws {
        try await withService(MemorySink()) { service in
            let changes = ChangeSubscription(limit: 10) {}
            _ = await service.subscribe(changes)
            try await announce(.up, lease: Lease(seconds: 1))
            // The receipt comes when the sink holds it, as does the change.
            let up = try #require(changes.take(9).changes.first)
            #expect(up.cause == .announced && up.registration == web && up.entry != nil)
            #expect(up.took.map { $0 > .zero && $0 < .seconds(60) } == true)
            var ended: [HostChange] = []
            try await waitUntil {
                ended += changes.take(9).changes
                return !ended.isEmpty
            }
            #expect(ended.map(\.cause) == [.expired] && ended[0].entry == nil)
            await service.unsubscribe(changes)
            try await announce(.up)
            #expect(changes.take(9).changes.isEmpty)
        }
    }
}
