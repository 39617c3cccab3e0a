import Foundation
import Testing

extension EndToEndTests {
    /// Password files that are wrong: one line that names the file, and 78.
    @Suite struct BadPasswordFile {
        @Test("missing", arguments: ["up", "run", "serve", "check-config"])
        func missing(verb: String) async throws {
            try await Lab.run { lab in
                try await Self.expectRefused(verb, lab, lab.path("absent"), "no such file")
            }
        }

        @Test("empty, or nothing but a newline", arguments: ["", "\n"])
        func empty(text: String) async throws {
            try await Lab.run { lab in
                let file = try lab.write(text, to: "empty", mode: 0o600)
                for verb in ["up", "serve"] {
                    try await Self.expectRefused(verb, lab, file, "empty")
                }
            }
        }

        @Test("unreadable", arguments: ["up", "run", "serve", "check-config"])
        func unreadable(verb: String) async throws {
            try await Lab.run { lab in
                let file = try lab.write(lab.password, to: "closed", mode: 0)
                try await Self.expectRefused(verb, lab, file, "readable", withoutPrivilege: true)
            }
        }

        @Test("a folder, several lines, too much, no text")
        func odd() async throws {
            try await Lab.run { lab in
                try FileManager.default.createDirectory(
                    atPath: lab.path("folder"), withIntermediateDirectories: false)
                let long = String(repeating: lab.password, count: 200)
                try lab.write("\(lab.password)\n\(lab.password)\n", to: "lines", mode: 0o600)
                try lab.write(long, to: "long", mode: 0o600)
                try Data([0xFF, 0xFE]).write(to: URL(fileURLWithPath: lab.path("bytes")))
                for name in ["folder", "lines", "long", "bytes"] {
                    try await Self.expectRefused("serve", lab, lab.path(name), "password")
                }
            }
        }

        @Test("readable by others: a warning, and it works")
        func open() async throws {
            try await Lab.run { lab in
                let file = try lab.write(lab.password, to: "open", mode: 0o644)
                let settings = Lab.HostSettings(passwordFile: file)
                let host = try await lab.startHost(.directory, settings)
                #expect(host.program.errorLines.filter { $0.contains("chmod 600") }.count == 1)
            }
        }

        private static func expectRefused(
            _ verb: String, _ lab: Lab, _ file: String, _ words: String,
            withoutPrivilege: Bool = false
        ) async throws {
            // root reads everything, unless it gives that up.
            let prefix =
                withoutPrivilege && geteuid() == 0
                ? [
                    "/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search",
                    "--inh-caps=-dac_override,-dac_read_search",
                ] : []
            let program: RunningProgram
            if ["up", "run"].contains(verb) {
                program = try lab.start(
                    verb,
                    prefix + ["\(lab.environment.programs)/my-docker-network-emit", verb]
                        + ["web", "--address", "10.9.8.7"],
                    environment: lab.emitterEnvironment.merging(
                        ["MY_DOCKER_NETWORK_PASSWORD_FILE": file]) { $1 })
            } else {
                let configuration = try lab.write(
                    lab.configuration(passwordFile: file), to: "config.toml")
                program = try lab.start(
                    verb,
                    prefix + ["\(lab.environment.programs)/my-docker-network", verb]
                        + ["--config", configuration])
            }
            try await lab.expectOneLine(of: program, status: 78, saying: [file, words])
        }
    }
}
