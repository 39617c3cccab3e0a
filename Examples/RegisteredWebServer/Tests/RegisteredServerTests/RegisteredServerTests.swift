import DockerNetwork
import DockerNetworkInMemory
import Foundation
import FoundationNetworking
import Hummingbird
import Logging
import RegisteredServer
import ServiceLifecycle
import Testing

@Suite(.timeLimit(.minutes(2)))
struct RegisteredServerTests {
    /// Reads what a host writes.
    private struct ObservedSink: HostsSink {
        let states: AsyncStream<[Registration]>.Continuation
        var name: String { "observed" }

        func contents() async throws(SinkError) -> [Entry] { [] }

        func apply(_ update: SinkUpdate) async throws(SinkError) {
            states.yield(update.table.sorted().map(\.registration))
        }
    }

    @Test
    func isRegisteredWhileItRuns() async throws {
        let network = InMemoryNetwork()
        let registration = try Registration(
            hostname: Hostname("shop", in: .docker),
            address: #require(IPAddress("172.17.0.2")))
        let (states, continuation) = AsyncStream.makeStream(of: [Registration].self)
        let (ports, port) = AsyncStream.makeStream(of: Int?.self)
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let host = HostService(
            HostConfiguration(hostName: "test"), transports: [InMemoryTransport(network)],
            sinks: [SinkBinding(ObservedSink(states: continuation))], logger: logger)
        let server = RegisteredServer(
            registration, lease: try #require(Lease(seconds: 30)),
            transport: InMemoryTransport(network), address: .hostname("127.0.0.1", port: 0),
            logger: logger, onServerRunning: { port.yield($0) })
        let serving = ServiceGroup(services: [server], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await host.run() }
            tasks.addTask { try await serving.run() }
            let port = try #require(await ports.first { _ in true } ?? nil)
            #expect(await states.first { $0 == [registration] } != nil)
            let page = try #require(URL(string: "http://127.0.0.1:\(port)/"))
            let (body, _) = try await URLSession.shared.data(from: page)
            #expect(body == Data("I am shop\n".utf8))
            await serving.triggerGracefulShutdown()
            #expect(await states.first { $0.isEmpty } != nil)
            try await tasks.next()
            tasks.cancelAll()
        }
    }
}
