import DockerNetworkConfiguration
import DockerNetworkProgram
import Foundation
import Testing
import TestSupport

/// Files of 2014 that were valid once.
@Suite struct LegacyFileFuzzTests {
    private static let samples = [
        """
        # Defaults for my-docker-network
        start=1
        username=my-docker-network
        password='geh_eim'
        hostname=broker.example
        vhost_name=my-docker-network   # its own
        """,
        "export start=0\n\thostname=\"10.0.0.1\"\npassword=\"geh_eim\\\"\\$\"\nvhost_name=/a'b'\"c\"",
        "start=1\npassword=geh_eim\nhostname=fd00::1\n",
    ]
    private static let tokens = [
        "'", "\"", "\\", "$", "`", "#", "=", " ", "\t", "\n", "\r", "\0", ";", "&", "(", "~", "*",
        "export ", "start=", "hostname=", "username=", "password=", "vhost_name=", "1", "0", ":",
        "\u{E9}", "\u{85}", "\u{202E}", "localhost", "..",
    ]

    @Test func everyFileIsAConfigurationOrOneLineThatNamesIt() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/my-docker-network"
        let run = FuzzRun("legacy-file", seed: 0x2014, inputs: 1_500)
        var generator = SeededGenerator(seed: run.seed)
        let bytes = FuzzBytes(samples: Self.samples, tokens: Self.tokens)
        var valid = 0
        while await run.goesOn() {
            let input = bytes.next(using: &generator)
            run.note(input)
            if try Self.load(input, from: path) { valid += 1 }
        }
        #expect(valid > run.count / 20)
        run.finish()
    }

    /// Whether the file is a configuration.
    private static func load(_ input: [UInt8], from path: String) throws -> Bool {
        try Data(input).write(to: URL(fileURLWithPath: path))
        var loader = ConfigurationLoader(program: .host, environment: Environment([:]))
        loader.defaultFile = path + ".toml"
        loader.legacyFile = path
        let shown = ShownText.escaped(input)
        do throws(ToolError) {
            let configuration = try loader.load()
            let url = configuration.transports[0].url
            #expect(configuration.file == path && configuration.transports.count == 1)
            #expect((try? EndpointURL(url.description)) == url, "\(shown)")
            return true
        } catch {
            #expect(error.status == .configuration, "\(shown)")
            #expect(error.message.hasPrefix(path), "\(error) for \(shown)")
            #expect(ShownText.isOneLine(error.message), "\(error) for \(shown)")
            #expect(!error.message.contains("geh_eim"), "\(error) for \(shown)")
            return false
        }
    }
}
