import DockerNetwork
import DockerNetworkConfiguration
import DockerNetworkProgram
import DockerNetworkSinkComposition
import DockerNetworkTransportComposition
import Logging
import Testing
import TestSupport

@Suite("Composition")
struct CompositionTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private static func configuration(_ urls: [String], groups: [String] = []) throws
        -> Configuration
    {
        var configuration = Configuration(defaultsFor: .host)
        configuration.transports = try urls.enumerated().map { index, url in
            var settings = TransportSettings(
                url: try EndpointURL(url), password: .value(Secret("x")))
            if index < groups.count { settings.group = groups[index] }
            return settings
        }
        return configuration
    }

    @Test("transports of one group become one, groups stay apart")
    func groups() throws {
        let configuration = try Self.configuration(
            ["amqp://u@a", "amqp://u@b", "amqps://u@c"], groups: ["x", "y", "x"])
        let parts = try HostComposition.parts(of: configuration, logger: Self.logger)
        let endpoints = parts.transports.map(\.transport.endpoint)
        #expect(endpoints == ["amqp://u@a:5672/%2F, amqps://u@c:5671/%2F", "amqp://u@b:5672/%2F"])
    }

    @Test("a part is the same while its settings are, whether or not it is required")
    func identity() throws {
        var configuration = try Self.configuration(["amqp://u@a"])
        let first = try HostComposition.parts(of: configuration, logger: Self.logger)
        configuration.sinks[0].isRequired = false
        configuration.sinks[0].onRemove = .keep
        let same = try HostComposition.parts(of: configuration, logger: Self.logger)
        #expect(same.sinks.map(\.id) == first.sinks.map(\.id))
        #expect(same.transports.map(\.id) == first.transports.map(\.id))
        configuration.sinks[0].names = []
        configuration.transports[0].password = .value(Secret("y"))
        let other = try HostComposition.parts(of: configuration, logger: Self.logger)
        #expect(other.sinks.map(\.id) != first.sinks.map(\.id))
        #expect(other.sinks.map(\.place) == first.sinks.map(\.place))
        #expect(other.transports.map(\.id) != first.transports.map(\.id))
    }

    @Test("a reload makes only the sinks that are new: each has a thread")
    func reload() throws {
        var configuration = try Self.configuration(["amqp://u@a"])
        configuration.sinks.append(SinkSettings(HostsFileAdapter()))
        let first = try HostComposition.parts(of: configuration, logger: Self.logger)
        configuration.sinks[0].isRequired = false
        configuration.sinks[1].path = "/elsewhere"
        let second = try HostComposition.parts(
            of: configuration, reusing: first, logger: Self.logger)
        #expect(second.sinks[0].sink as AnyObject === first.sinks[0].sink as AnyObject)
        #expect(!second.sinks[0].isRequired)
        #expect(second.sinks[1].sink as AnyObject !== first.sinks[1].sink as AnyObject)
    }

    @Test("a failover over two that fail is worth another try where one of them is")
    func failoverFails() async throws {
        var configuration = try Self.configuration(["amqp://u@127.0.0.1:1", "amqp://u@127.0.0.1:1"])
        configuration.transports[0].password = .file("/nonexistent/password")
        let transport = try Composition.transport(of: configuration, logger: Self.logger)
        let error = await #expect(throws: TransportError.self) {
            _ = try await transport.openPublisher(PublisherOptions())
        }
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains("/nonexistent/password") == true)
    }

    @Test("a missing password file is a matter of configuration, at the start and when connecting")
    func missingPassword() async throws {
        var configuration = try Self.configuration(["amqp://u@127.0.0.1:1"])
        configuration.transports[0].password = .file("/nonexistent/password")
        #expect(throws: ToolError.self) { try Composition.checkPasswords(of: configuration) }
        let transport = try Composition.transport(of: configuration, logger: Self.logger)
        let error = await #expect(throws: TransportError.self) {
            _ = try await transport.openPublisher(PublisherOptions())
        }
        #expect(error?.code == .configuration)
    }

    @Test("check-config reads what is named, and finds a sink that cannot be written")
    func check() async throws {
        let folder = try TemporaryFolder()
        var configuration = try Self.configuration(["amqp://u@127.0.0.1:1"])
        configuration.hostName = HostName("gate")
        configuration.sinks[0].path = folder.path + "/deeper/hosts.d"
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let lines = try await ConfigurationCheck(configuration, logger: logger).run()
        #expect(lines.contains { $0.contains("host name: gate") })
        #expect(!lines.joined().contains("(secret)"))
        configuration.sinks[0].path = try folder.write("file", "") + "/hosts.d"
        let error = await #expect(throws: ToolError.self) {
            try await ConfigurationCheck(configuration, logger: logger).run()
        }
        #expect(error?.status == .configuration)
    }
}
