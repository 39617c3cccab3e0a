import DockerNetworkConfiguration
import DockerNetworkProgram
import Testing
import TestSupport

/// Environments in which everything is said, some of it wrongly.
@Suite struct EnvironmentFuzzTests {
    private static let samples: [Environment.Variable: [String]] = [
        .url: ["amqp://emitter@gateway/v", "amqp://a:geh_eim@h , amqps://[fd00::1]:5671/%2f", ","],
        .password: ["geh_eim"], .passwordFile: ["/run/secrets/password"],
        .domain: ["docker", "containers.example"], .hostname: ["web, web.shop", "web.docker"],
        .address: ["eth0,docker0", "10.0.0.0/8", "fd00::1"], .lease: ["30s", "500ms", "2h"],
        .logLevel: ["info", "DEBUG"],
    ]
    private static let tokens = [
        ",", " ", "\t", "\n", "\r", "://", "@", "%", ":", "[", "]", "/", "-", ".", "*", "0", "s",
        "\u{E9}", "\u{202E}", "\u{1B}[31m",
    ]

    @Test func everyEnvironmentIsAConfigurationOrOneLineThatNamesTheVariable() async throws {
        let folder = try TemporaryFolder()
        let run = FuzzRun("environment", seed: 0xE17, inputs: 1_500)
        var generator = SeededGenerator(seed: run.seed)
        let bytes = Self.samples.mapValues { FuzzBytes(samples: $0, tokens: Self.tokens) }
        var valid = 0
        while await run.goesOn() {
            var variables: [String: String] = [:]
            // In the order of their definition: a dictionary's changes from run to run.
            for variable in Environment.Variable.allCases {
                let isLeftOut = Int.random(in: 0..<3, using: &generator) > 0
                guard !isLeftOut, let text = bytes[variable]?.next(using: &generator) else {
                    continue
                }
                // What getenv(3) tells ends at the first NUL.
                variables[variable.name] = String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
            }
            run.note("\(variables)".utf8)
            if Self.load(variables, folder) { valid += 1 }
        }
        #expect(valid > run.count / 20)
        run.finish()
    }

    /// Whether the environment makes a configuration.
    private static func load(_ variables: [String: String], _ folder: TemporaryFolder) -> Bool {
        var loader = ConfigurationLoader(program: .emitter, environment: Environment(variables))
        loader.defaultFile = folder.path + "/config.toml"
        loader.legacyFile = folder.path + "/legacy"
        let shown = "\(variables)"
        do throws(ToolError) {
            let configuration = try loader.load()
            #expect(configuration.transports.allSatisfy { $0.url.password == nil }, "\(shown)")
            #expect(configuration.warnings.allSatisfy(ShownText.isOneLine), "\(shown)")
            #expect(!"\(configuration)".contains(":geh_eim@"), "\(shown)")
            return true
        } catch {
            #expect(error.status == .configuration, "\(shown)")
            #expect(error.message.hasPrefix("MY_DOCKER_NETWORK_"), "\(error) for \(shown)")
            #expect(ShownText.isOneLine(error.message), "\(error) for \(shown)")
            #expect(!error.message.contains(":geh_eim@"), "\(error) for \(shown)")
            return false
        }
    }
}
