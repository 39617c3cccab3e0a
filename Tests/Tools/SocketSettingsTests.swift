import DockerNetwork
import DockerNetworkConfiguration
import DockerNetworkProgram
import DockerNetworkSinkComposition
import DockerNetworkTransportComposition
import Logging
import Testing
import TestSupport

@Suite("Settings of a Unix socket")
struct SocketSettingsTests {
    @Test("has defaults")
    func defaults() throws {
        let configuration = try Configuration.loaded("[[transports]]\nurl = \"unix:///run/x.sock\"")
        let socket = try #require(configuration.transports.first?.socket)
        #expect(socket.mode == 0o660 && socket.group == nil && socket.withdrawsOnClose)
    }

    @Test("reads every key")
    func everyKey() throws {
        let configuration = try Configuration.loaded(
            """
            [[transports]]
            url = "unix:///run/x.sock"
            socket-mode = "666"
            socket-group = "4711"
            withdraw-on-close = false
            """)
        let socket = try #require(configuration.transports.first?.socket)
        #expect(socket.mode == 0o666 && socket.group == .number(4_711) && !socket.withdrawsOnClose)
    }

    @Test("finds a group by its name in the file of groups")
    func groups() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "group", "root:x:0:\nbroken\nbad:x:y:\n\ndocker:x:4711:alice,bob\n")
        #expect(try SocketGroup("docker")?.number(file: file) == 4_711)
        #expect(try SocketGroup("0")?.number(file: file) == 0)
        for name in ["dock", "bad", "broken", "alice"] {
            #expect(throws: ToolError.self) { try SocketGroup(name)?.number(file: file) }
        }
        #expect(SocketGroup("4294967295") == .name("4294967295"))
        for text in ["", "a b", "a:b", "a\nb", String(repeating: "x", count: 33)] {
            #expect(SocketGroup(text) == nil)
        }
    }

    @Test("a socket is a group of its own, for a host that has a broker too")
    func ownGroup() throws {
        let configuration = try Configuration.loaded(
            """
            [[transports]]
            url = "unix:///run/x.sock"
            [[transports]]
            url = "amqp://h"
            [[transports]]
            url = "unix:///run/y.sock"
            [[transports]]
            url = "amqp://i"
            """)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let transports = try HostComposition.parts(of: configuration, logger: logger).transports
            .map(\.transport)
        #expect(
            transports.map(\.endpoint).filter { $0.hasPrefix("unix") }
                == ["unix:///run/x.sock", "unix:///run/y.sock"])
        #expect(transports.count == 3)
    }

    @Test("needs no password, neither from the file nor from the environment")
    func noPassword() throws {
        let configuration = try Configuration.loaded(
            "",
            environment: ["MY_DOCKER_NETWORK_URL": "unix:///run/y.sock"], program: .emitter)
        #expect(configuration.transports.map(\.url.description) == ["unix:///run/y.sock"])
        #expect(try Composition.checkPasswords(of: configuration).isEmpty)
    }

    @Test("a URL from the environment keeps nothing of a transport of another kind")
    func replaced() throws {
        let configuration = try Configuration.loaded(
            "[[transports]]\nurl = \"unix:///run/x.sock\"",
            environment: ["MY_DOCKER_NETWORK_URL": "amqp://h,unix:///run/y.sock"])
        #expect(configuration.transports.map(\.group) == ["broker", "unix:///run/y.sock"])
    }
}
