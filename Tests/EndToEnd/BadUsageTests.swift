import Foundation
import Testing

extension EndToEndTests {
    /// What is wrong on a command line: 64, and no secret is repeated.
    @Suite struct BadUsage {
        @Test(
            "an invalid hostname",
            arguments: [
                "", "web_1", "-web", "web-", "a..b", ".web", "10.9.8.7", "we b", "w\u{E9}b",
                "we\nb", "we\u{1B}[31mb", String(repeating: "a", count: 64),
            ])
        func hostname(name: String) async throws {
            try await Lab.run { lab in
                try await lab.expectOneLine(
                    of: try lab.startEmitter(["up", "--address", "10.9.8.7", "--", name]),
                    status: 64, saying: ["hostname"])
            }
        }

        @Test("no such interface: 78, and those that exist are named")
        func interface() async throws {
            try await Lab.run { lab in
                for verb in ["up", "run"] {
                    try await lab.expectOneLine(
                        of: try lab.startEmitter([verb, "web", "--address", "nosuch0"]),
                        status: 78, saying: ["nosuch0", "lo"])
                }
            }
        }

        @Test(
            "an address that nobody could reach",
            arguments: ["127.0.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::", "::1"])
        func unreachableAddress(address: String) async throws {
            try await Lab.run { lab in
                try await lab.expectOneLine(
                    of: try lab.startEmitter(["up", "web", "--address", address]), status: 64,
                    saying: ["--address", address])
            }
        }

        @Test("a time that is none", arguments: ["--lease", "--timeout", "--no-host-timeout"])
        func time(option: String) async throws {
            try await Lab.run { lab in
                for value in ["soon", "10", "-1s", "99999999999999999999s"] {
                    try await lab.expectOneLine(
                        of: try lab.startEmitter(
                            ["up", "web", "--address", "10.9.8.7", "\(option)=\(value)"]),
                        status: 64, saying: [option])
                }
            }
        }

        @Test("an instance that is no UUID")
        func instance() async throws {
            try await Lab.run { lab in
                try await lab.expectOneLine(
                    of: try lab.startEmitter(
                        ["up", "web", "--address", "10.9.8.7", "--instance", "me"]),
                    status: 64, saying: ["--instance"])
            }
        }

        @Test("a number of an announcement that is none, or nobody's")
        func sequence() async throws {
            try await Lab.run { lab in
                let instance = ["--instance", UUID().uuidString]
                for (number, more) in [("0", instance), ("soon", instance), ("7", [])] {
                    try await lab.expectOneLine(
                        of: try lab.startEmitter(
                            ["up", "web", "--address", "10.9.8.7", "--sequence", number] + more),
                        status: 64, saying: ["--sequence"])
                }
            }
        }

        @Test("a password in --url: 64, and it is not repeated")
        func passwordInURL() async throws {
            try await Lab.run { lab in
                let url = "amqp://user:\(lab.password)@127.0.0.1/x"
                for form in [["--url", url], ["--url=\(url)"]] {
                    try await lab.expectOneLine(
                        of: try lab.startEmitter(["up", "web", "--address", "10.9.8.7"] + form),
                        status: 64, saying: ["--url", "MY_DOCKER_NETWORK_PASSWORD_FILE"])
                    try await lab.expectOneLine(
                        of: try lab.startHostTool(["serve"] + form), status: 64,
                        saying: ["--url", "MY_DOCKER_NETWORK_PASSWORD_FILE"])
                }
            }
        }

        @Test("a password in a misspelt or misplaced argument: 64, and it is not repeated")
        func passwordElsewhere() async throws {
            try await Lab.run { lab in
                let url = "amqp://user:\(lab.password)@127.0.0.1/x"
                for arguments in [
                    ["up", "web", "--ulr", url], ["up", "web", "--ulr=\(url)"], ["up", url],
                    ["up", "web", "--address", url], ["up", "web", "--lease", url], [url],
                    ["up", "web", "--url", "amqp://user:\(lab.password)@127.0.0.1:99999/x"],
                ] {
                    let program = try lab.startEmitter(arguments)
                    #expect(try await program.waitForEnd() == .exit(64), "\(arguments)")
                    #expect(!program.errors.isEmpty)
                    #expect(!(program.errors + program.output).contains(lab.password))
                }
            }
        }

        @Test("an unknown option or subcommand: 64, and the nearest is named")
        func unknown() async throws {
            try await Lab.run { lab in
                for (arguments, words) in [
                    (["upp"], ["'upp'", "'up'"]), (["up", "--wiat"], ["'--wiat'", "'--wait'"]),
                    (["up", "--address"], ["--address <address>"]),
                    (["doctor", "web"], ["'web'"]),
                ] {
                    try await lab.expectOneLine(
                        of: try lab.startEmitter(arguments), status: 64, saying: words)
                }
                let program = try lab.startHostTool(["srve"])
                #expect(try await program.waitForEnd() == .exit(64))
            }
        }

        @Test("--help and --version are no errors")
        func help() async throws {
            try await Lab.run { lab in
                for arguments in [["--help"], ["--version"], ["up", "--help"]] {
                    let program = try await lab.emit(arguments)
                    #expect(!program.output.isEmpty)
                    #expect(program.errors == "")
                }
            }
        }
    }
}
