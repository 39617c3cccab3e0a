import Foundation
import Testing

extension EndToEndTests {
    /// Configuration files and variables that are wrong: one line each, and 78.
    @Suite struct BadConfiguration {
        @Test("no TOML: the line is named")
        func syntax() async throws {
            try await Lab.run { lab in
                try await lab.expectRefused(
                    configuration: "domain = \"docker\"\n\n[policy\n",
                    saying: [lab.path("config.toml:3")])
            }
        }

        @Test(
            "an unknown key: the nearest known one is named",
            arguments: [
                ("transport", "pasword-file = \"/x\"", "password-file", 4),
                ("transport", "heart-beat = \"10s\"", "heartbeat", 4),
                ("sink", "pidfile = \"/x\"", "pid-file", 9),
                ("more", "[polcy]", "policy", 11),
                ("more", "[policy]\nconflict = \"newest\"", "conflicts", 12),
                ("more", "[emit]\nhostname = []", "hostnames", 12),
            ])
        func unknownKey(place: String, text: String, nearest: String, line: Int) async throws {
            try await Lab.run { lab in
                let configuration = lab.configuration(
                    transport: place == "transport" ? text : "",
                    sink: place == "sink" ? text : "", more: place == "more" ? text : "")
                try await lab.expectRefused(
                    configuration: configuration,
                    saying: [lab.path("config.toml:\(line): "), "'\(nearest)'"])
            }
        }

        @Test(
            "a wrong value: file, line and key are named",
            arguments: [
                ("queue = \"durabel\"", "queue"), ("queue = 1", "queue"),
                ("heartbeat = \"10\"", "heartbeat"), ("heartbeat = \"0s\"", "heartbeat"),
                ("ca-file = \"/x\"", "ca-file"), ("group = \"\"", "group"),
            ])
        func wrongValue(text: String, key: String) async throws {
            try await Lab.run { lab in
                try await lab.expectRefused(
                    configuration: lab.configuration(transport: text),
                    saying: [lab.path("config.toml:4: "), key])
            }
        }

        @Test(
            "a bad URL",
            arguments: [
                "amqp", "amqp:/host", "amqp://", "ftp://127.0.0.1/x", "amqp://127.0.0.1:99999/x",
                "amqp://127.0.0.1:port/x", "amqp://[::1/x", "amqp://ho st/x", "amqp://host/%zz",
                "amqp://256.1.1.1/x",
            ])
        func badURL(url: String) async throws {
            try await Lab.run { lab in
                try await lab.expectRefused(
                    configuration: lab.configuration(url: url),
                    saying: [lab.path("config.toml:2: "), "url"])
                try await lab.expectOneLine(
                    of: try lab.startEmitter(
                        ["up", "web", "--address", "10.9.8.7"],
                        environment: ["MY_DOCKER_NETWORK_URL": url]),
                    status: 78, saying: ["MY_DOCKER_NETWORK_URL"])
            }
        }

        @Test("a URL with a password where it is wrong: the password is not told")
        func badURLWithPassword() async throws {
            try await Lab.run { lab in
                let url = "amqp://user:\(lab.password)@127.0.0.1:99999/x"
                try await lab.expectRefused(
                    configuration: lab.configuration(url: url), saying: ["config.toml:2: "])
                try await lab.expectOneLine(
                    of: try lab.startEmitter(
                        ["up", "web", "--address", "10.9.8.7"],
                        environment: ["MY_DOCKER_NETWORK_URL": url]),
                    status: 78, saying: ["MY_DOCKER_NETWORK_URL"])
            }
        }

        @Test("a file that is not there, a folder, a pipe, not text")
        func unreadable() async throws {
            try await Lab.run { lab in
                try FileManager.default.createDirectory(
                    atPath: lab.path("folder"), withIntermediateDirectories: false)
                mkfifo(lab.path("pipe"), 0o600)
                try Data([0x61, 0xFF, 0xFE, 0x00]).write(
                    to: URL(fileURLWithPath: lab.path("bytes")))
                for name in ["absent", "folder", "pipe", "bytes"] {
                    try await lab.expectOneLine(
                        of: try lab.startHostTool(["serve", "--config", lab.path(name)]),
                        status: 78, saying: [lab.path(name)])
                    try await lab.expectOneLine(
                        of: try lab.startEmitter(
                            ["up", "web", "--address", "10.9.8.7", "--config", lab.path(name)]),
                        status: 78, saying: [lab.path(name)])
                }
            }
        }

        @Test(
            "a bad variable",
            arguments: [
                ("DOMAIN", "-"), ("HOSTNAME", "we b"), ("ADDRESS", "10.9.8.256"),
                ("LEASE", "soon"), ("LOG_LEVEL", "loud"), ("PASSWORD", "beside a file"),
            ])
        func badVariable(name: String, value: String) async throws {
            try await Lab.run { lab in
                try await lab.expectOneLine(
                    of: try lab.startEmitter(
                        ["up"] + (name == "ADDRESS" ? [] : ["--address", "10.9.8.7"]),
                        environment: ["MY_DOCKER_NETWORK_\(name)": value]),
                    status: 78, saying: name == "ADDRESS" ? [value] : ["MY_DOCKER_NETWORK_\(name)"])
            }
        }
    }
}
