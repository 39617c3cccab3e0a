import DockerNetwork
import DockerNetworkConfiguration
import DockerNetworkProgram
import DockerNetworkSinkComposition
import DockerNetworkTransportComposition
import Logging
import Testing

/// A further kind of transport: all that it takes beside the transport itself is this type, and its
/// name in the catalogue.
private struct PigeonAdapter: TransportAdapter {
    static let schemes = [
        TransportScheme("pigeon", .server),
        TransportScheme("falcon", .server, isEncrypted: true),
    ]
    static let keys = ["birds"]
    static let lack = "which has no birds"

    var birds = 10

    init() {}

    init(
        _ table: SettingsTable, _ url: EndpointURL, warnings: inout [String]
    ) throws(ToolError) {
        if let birds = try table.integer("birds", in: 1...100) { self.birds = birds }
        if birds == 1 { warnings.append("\(table.location(of: "birds")): one bird may get lost") }
    }

    func summary(_ settings: TransportSettings) -> String { "\(birds) birds" }

    func make(_ settings: TransportSettings) throws(ToolError) -> any Transport {
        Loft(endpoint: "\(settings.url) \(birds)")
    }
}

private struct Loft: Transport {
    let endpoint: String
    let capabilities: TransportCapabilities = []

    func openSubscription(
        _ options: SubscriptionOptions
    ) async throws(TransportError) -> any Subscription {
        throw TransportError(.unreachable, "\(endpoint): no bird is here")
    }

    func openPublisher(
        _ options: PublisherOptions
    ) async throws(TransportError) -> any Publisher {
        throw TransportError(.unreachable, "\(endpoint): no bird is here")
    }
}

@Suite("A transport that is added")
struct AddedTransportTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private static func load(
        _ transports: String, environment: [String: String] = [:]
    ) throws -> Configuration {
        var adapters = AdapterCatalogue.host
        adapters.transports.append(PigeonAdapter.self)
        return try .loaded(transports, environment: environment, adapters: adapters)
    }

    private static func birds(_ configuration: Configuration) -> [Int] {
        configuration.transports.compactMap { ($0.adapter as? PigeonAdapter)?.birds }
    }

    @Test("is read with the keys of its own, and is a group of its own")
    func read() throws {
        let configuration = try Self.load(
            """
            [[transports]]
            url = "pigeon://tower:7"
            birds = 1

            [[transports]]
            url = "falcon://tower"
            """)
        #expect(Self.birds(configuration) == [1, 10])
        #expect(configuration.transports.map(\.url.port) == [7, nil])
        #expect(configuration.transports.map(\.isEncrypted) == [false, true])
        #expect(configuration.transports.map(\.group) == ["pigeon://tower:7", "falcon://tower"])
        #expect(configuration.warnings.count == 1)
        #expect(configuration.warnings[0].hasSuffix(":3: one bird may get lost"))
    }

    @Test(
        "has errors with line and key",
        arguments: [
            ("pigeon://tower\"\nbirds = 0", ":3: birds must be an integer from 1 to 100"),
            ("pigeon://tower\"\nbrids = 1", "unknown key 'brids'"),
            ("pigeon://tower\"\nbrids = 1", "did you mean 'birds'?"),
            ("pigeon://tower/x\"", ":2: url is wrong: after pigeon:// stand a host and a port"),
            (
                "pigeon://tower\"\nqueue = \"durable\"",
                ":3: queue has no use with pigeon://, where there is no broker; leave it out"
            ),
            (
                "unix:///x.sock\"\nbirds = 1",
                ":3: birds has no use with unix://, which has no birds; leave it out"
            ),
            ("dove://tower\"", "unix, docker, docker+tcp, pigeon, falcon"),
        ])
    func errors(text: String, message: String) throws {
        let error = #expect(throws: ToolError.self) {
            try Self.load("[[transports]]\nurl = \"" + text)
        }
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test("keeps its keys where the environment gives it another URL")
    func replaced() throws {
        let file = "[[transports]]\nurl = \"pigeon://tower\"\nbirds = 7"
        func load(_ url: String) throws -> Configuration {
            try Self.load(file, environment: ["MY_DOCKER_NETWORK_URL": url])
        }
        let same = try load("falcon://castle")
        #expect(Self.birds(same) == [7])
        #expect(same.transports.map(\.group) == ["falcon://castle"])
        #expect(try load("unix:///x.sock").transports[0].socket == UnixSocketAdapter())
    }

    @Test("is made, told from others by its settings, and said by check-config")
    func made() async throws {
        func parts(_ text: String) throws -> HostParts {
            try HostComposition.parts(
                of: try Self.load("[[transports]]\nurl = \"pigeon://tower\"\n" + text),
                logger: Self.logger)
        }
        let first = try parts("birds = 7").transports[0]
        #expect(first.transport.endpoint == "pigeon://tower 7")
        #expect(try parts("birds = 7").transports[0].id == first.id)
        #expect(try parts("birds = 8").transports[0].id != first.id)
        var configuration = try Self.load("[[transports]]\nurl = \"pigeon://tower\"\nbirds = 7")
        configuration.hostName = HostName("gate")
        configuration.sinks = []
        let lines = try await ConfigurationCheck(configuration, logger: Self.logger).run()
        #expect(lines.contains("transport: pigeon://tower, 7 birds"))
    }
}
