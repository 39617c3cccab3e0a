import DockerNetworkConfiguration
import DockerNetworkProgram
import Foundation
import Testing
import TestSupport

/// Configuration files that were valid once.
@Suite struct ConfigurationFuzzTests {
    private static let samples = [
        """
        # one of everything
        domain = "docker"
        host-name = "gate-1"
        [[transports]]
        url = "amqps://host:geh_eim@127.0.0.1:5672/my-docker-network"
        queue = "durable"
        heartbeat = "10s"
        ca-file = "/ca"
        group = "broker"
        [[transports]]
        url = "amqp://host@[fd00::1]/%2f"
        allow-plain = true
        password-file = '/etc/my-docker-network/password'
        [[sinks]]
        kind = "dnsmasq"
        mode = "file"
        path = "/etc/hosts.d"
        pid-file = "/run/dnsmasq.pid"
        required = true
        names = ["*", "a-*"]
        server = "127.0.0.1:53"
        """,
        """
        [emit]
        hostnames = [ "web", # a comment
            'web.shop', ]
        addresses = ["docker0", "10.0.0.0/8", "fd00::1"]
        lease = "30s"
        [policy]
        conflicts = "newest"
        allowed-networks = ["172.16.0.0/12"]
        allowed-names = ["*"]
        reserved-names = ["localhost"]
        require-origin = false
        names-per-instance = 1_00
        names-in-all = 0x186A0
        [policy.users.alice]
        allowed-names = ["alice-*"]
        [policy.users."b\\u00e9"]
        """,
        """
        domain = "docker"
        policy = { users.a.allowed-names = [\"\"\"
        a\\
           *\"\"\"], conflicts = '''all''' }
        sinks = [{ kind = "dnsmasq" }]
        """,
        "a = 1979-05-27T07:32:00.5-07:00\nb = -1.5e+3\nc = inf\nd = 0o17\ne = 1979-05-27 07:32:00",
    ]
    private static let tokens = [
        "[", "]", "[[", "]]", "{", "}", "=", ",", ".", "#", "\"", "'", "\"\"\"", "'''", "\\", "\n",
        "\r", "\r\n", "\t", " ", "\0", "\\u0000", "\\uD800", "\\U0010FFFF", "\\x00", "_", "+", "-",
        "0", "1", "0x", "0b1", "1e", "1.", "inf", "nan", "true", "t", "i", "07:00", "1979-05-27",
        "1979-05-27 0", "T", "Z", ":", "a", "a.", "a.b=1\n", "[a]\n", "[[a]]\n", "a={", "a=[",
        "\"\"", "\u{FEFF}", "\u{A0}", "\u{85}", "\u{2028}", "\u{E9}", "\u{301}", "\u{1F600}",
        "\u{7F}", "\u{1}", "url", "sinks", "policy", "users", "domain = \"docker\"\n",
    ]

    @Test func everyFileIsAConfigurationOrOneLineThatNamesIt() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/config.toml"
        let run = FuzzRun("configuration", seed: 0x70E1, inputs: 1_000)
        var generator = SeededGenerator(seed: run.seed)
        let bytes = FuzzBytes(samples: Self.samples, tokens: Self.tokens)
        var valid = 0
        while await run.goesOn() {
            let input = bytes.next(using: &generator)
            run.note(input)
            if try Self.load(input, from: path) { valid += 1 }
        }
        #expect(valid > run.count / 50)
        run.finish()
    }

    /// Whether the file is a configuration.
    private static func load(_ input: [UInt8], from path: String) throws -> Bool {
        try Data(input).write(to: URL(fileURLWithPath: path))
        let program: Program = input.count.isMultiple(of: 2) ? .host : .emitter
        let loader = ConfigurationLoader(
            program: program, environment: Environment([:]),
            overrides: Overrides(configurationFile: path))
        let shown = ShownText.escaped(input)
        do throws(ToolError) {
            let configuration = try loader.load()
            #expect(!configuration.transports.isEmpty && !configuration.sinks.isEmpty, "\(shown)")
            for warning in configuration.warnings { expectOneLine(warning, path, shown) }
            return true
        } catch {
            #expect(error.status == .configuration, "\(shown)")
            expectOneLine(error.message, path, shown)
            return false
        }
    }

    private static func expectOneLine(_ message: String, _ path: String, _ shown: String) {
        #expect(message.hasPrefix(path), "\(message) for \(shown)")
        #expect(ShownText.isOneLine(message), "\(message) for \(shown)")
        #expect(message.utf8.count < path.utf8.count + 600, "\(message) for \(shown)")
        #expect(!message.contains("geh_eim@"), "\(message) for \(shown)")
    }
}
