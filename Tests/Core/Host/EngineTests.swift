import DockerNetwork
import Logging
import Synchronization
import Testing

/// What a host does with the containers of an engine, which announce nothing themselves.
struct EngineTests {
    private static let engine = EngineID("docker:///run/docker.sock", isLocal: true)
    private static let id = "b99ab11eeabf838dbfb5842a4f0153683a8d1645b38bf066bc6dd4d5c28aec5a"

    @Test("an instance shows its engine and the beginning of its container's id")
    func instances() {
        let instance = InstanceID(container: Self.id, of: Self.engine)
        #expect(instance.description.hasPrefix("6d646e"))
        #expect(instance.description.hasSuffix("-8000-8b99-ab11eeabf838"))
        #expect(instance.engine == Self.engine)
        #expect(instance == InstanceID(container: Self.id, of: Self.engine))
        let shared = InstanceID(shared: "compose/shop/web", of: Self.engine)
        #expect(shared.engine == Self.engine && shared != instance)
        #expect(Array(shared.description)[14] == "8")
        #expect(["8", "9", "a", "b"].contains(Array(shared.description)[19]))
        #expect(shared != InstanceID(shared: "compose/shop/db", of: Self.engine))
        let other = EngineID("docker:///run/podman.sock", isLocal: true)
        #expect(other != Self.engine && InstanceID(container: Self.id, of: other) != instance)
        // An id need not be hexadecimal: a runtime takes any name.
        #expect(InstanceID(container: "my-container", of: Self.engine).engine == Self.engine)
    }

    @Test("an engine elsewhere is not of this machine, and an emitter's instance is of none")
    func others() {
        #expect(Self.engine.isLocal)
        #expect(!EngineID("docker+tcp://build:2376", isLocal: false).isLocal)
        for _ in 0..<1_000 { #expect(InstanceID.random().engine == nil) }
    }

    // MARK: - The host service

    /// Brings what a test says, over one connection after the other.
    private final class Source: AnnouncementSource {
        let endpoint = "test:engine"
        let capabilities: TransportCapabilities = []
        private let connections: Mutex<[[Delivery.Content]]>

        init(_ connections: [[Delivery.Content]]) {
            self.connections = Mutex(connections)
        }

        func openSubscription(
            _ options: SubscriptionOptions
        ) async throws(TransportError) -> any Subscription {
            let next = connections.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            guard let next else { throw TransportError(.unreachable, "no more connections") }
            return Connection(next)
        }
    }

    private final class Connection: Subscription {
        private let contents: Mutex<[Delivery.Content]?>

        init(_ contents: [Delivery.Content]) {
            self.contents = Mutex(contents)
        }

        func nextBatch(limit: Int) async throws(TransportError) -> [Delivery] {
            let next = contents.withLock { contents in
                defer { contents = nil }
                return contents
            }
            guard let next else {
                // Long enough to be no success by its length, short enough to wait for.
                try? await Task.sleep(for: .milliseconds(100))
                throw TransportError(.closed, "the connection is over")
            }
            return next.enumerated().map {
                Delivery(
                    token: Delivery.Token(rawValue: UInt64($0.offset)), content: $0.element,
                    user: "docker:test")
            }
        }

        func settle(
            _ tokens: [Delivery.Token], sending receipts: [(Receipt, to: ReplyAddress)]
        ) async throws(TransportError) {}
        func sendProbe(_ probe: ProbeID) async throws(TransportError) {}
        func requestResync() async throws(TransportError) {}
        func close() async {}
    }

    private func origin(_ sequence: Int64, _ engine: EngineID = engine) -> Origin {
        Origin(
            instance: InstanceID(container: Self.id, of: engine), started: 1_000,
            sequence: sequence)
    }

    private func up(_ name: String, _ sequence: Int64) -> Delivery.Content {
        .announcement(
            Announcement(
                .up, registration(name, "10.0.0.1"), origin: origin(sequence),
                lease: Lease(seconds: 3_600)))
    }

    private func serve(
        _ connections: [[Delivery.Content]], on sink: MemorySink, machineStart: Int64? = nil,
        until isDone: @escaping @Sendable (Table) -> Bool
    ) async throws {
        var configuration = HostConfiguration(hostName: "test")
        configuration.machineStart = machineStart
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let service = HostService(
            configuration, transports: [Source(connections)], sinks: [SinkBinding(sink)],
            logger: logger)
        let task = Task { try? await service.run() }
        await sink.wait(until: isDone)
        task.cancel()
        await task.value
    }

    private func entry(_ name: String, _ engine: EngineID = engine) -> Entry {
        Entry(
            registration(name, "10.0.0.1"), holder: origin(1, engine),
            lease: Lease(seconds: 3_600))
    }

    @Test("after a start, what the engine's list lacks ends at once; what others hold stays")
    func endsAtOnce() async throws {
        let random = Origin(instance: .random(), started: 1, sequence: 1)
        let other = Entry(
            registration("other", "10.0.0.2"), holder: random, lease: Lease(seconds: 3_600))
        let elsewhere = entry("elsewhere", EngineID("docker:///other", isLocal: true))
        let sink = MemorySink([entry("stays"), entry("goes"), other, elsewhere])
        try await serve([[up("stays", 2), .complete(Self.engine)]], on: sink) { $0.count == 3 }
        #expect(
            await sink.table.map(\.registration.hostname.name).sorted()
                == ["elsewhere", "other", "stays"])
    }

    @Test("an engine's word counts also where the wall clock was ahead when the service ran before")
    func clockSetBack() async throws {
        let ahead = Entry(
            registration("stays", "10.0.0.1"), holder: origin(3_600_000_000),
            lease: Lease(seconds: 3_600))
        let sink = MemorySink([ahead, entry("goes")])
        try await serve([[up("stays", 2), .complete(Self.engine)]], on: sink) { table in
            table[registration("goes", "10.0.0.1")] == nil
        }
        #expect(await sink.table.map(\.registration.hostname.name) == ["stays"])
    }

    @Test("after another connection, too")
    func endsAfterAnotherConnection() async throws {
        let sink = MemorySink()
        try await serve(
            [
                [up("stays", 1), up("goes", 2), .complete(Self.engine)],
                [up("stays", 3), up("comes", 4), .complete(Self.engine)],
            ], on: sink
        ) { table in
            table[registration("comes", "10.0.0.1")] != nil
                && table[registration("goes", "10.0.0.1")] == nil
        }
        #expect(await sink.table.count == 2)
    }

    @Test("without the whole list nothing ends")
    func waitsForTheList() async throws {
        let sink = MemorySink([entry("stays")])
        try await serve([[up("comes", 2)]], on: sink) { $0.count == 2 }
    }

    @Test("what a container of this machine announced before the machine started is not adopted")
    func formerBoot() async throws {
        let remote = EngineID("docker+tcp://build:2376", isLocal: false)
        let emitter = Origin(instance: .random(), started: 1_000, sequence: 1)
        let other = Entry(registration("emitter", "10.0.0.2"), holder: emitter)
        let sink = MemorySink([entry("old"), entry("remote", remote), other])
        try await serve([[up("new", 2)]], on: sink, machineStart: 2_000) { table in
            table[registration("new", "10.0.0.1")] != nil
        }
        #expect(
            await sink.table.map(\.registration.hostname.name).sorted()
                == ["emitter", "new", "remote"])
    }
}
