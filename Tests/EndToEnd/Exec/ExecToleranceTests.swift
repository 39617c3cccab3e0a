import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// `exec`: its command runs at once, whatever is wrong with what it announces.
    @Suite struct ExecutionTolerance {
        /// Something that is wrong, and what is said of it.
        struct Case: Sendable, CustomTestStringConvertible {
            var flags: [String] = []
            var variables: [String: String] = [:]
            /// The text of a configuration file.
            var configuration: String?
            let words: [String]

            var testDescription: String {
                (flags + variables.keys.sorted() + words).joined(separator: " ")
            }
        }

        private static let cases = [
            Case(flags: ["--hostname", "a b"], words: ["--hostname", "'a b'"]),
            Case(flags: ["--hostname", ""], words: ["--hostname"]),
            Case(
                flags: ["--hostname", String(repeating: "a", count: 64)], words: ["--hostname"]),
            Case(variables: ["HOSTNAME": "a b"], words: ["MY_DOCKER_NETWORK_HOSTNAME", "'a b'"]),
            Case(flags: ["--address", "nosuch0"], words: ["--address", "'nosuch0'"]),
            Case(flags: ["--address", "1.2.3"], words: ["--address", "'1.2.3'"]),
            Case(flags: ["--address", "127.0.0.1"], words: ["--address", "127.0.0.1"]),
            Case(
                variables: ["ADDRESS": "nosuch0"], words: ["MY_DOCKER_NETWORK_ADDRESS", "nosuch0"]),
            Case(flags: ["--lease", "soon"], words: ["--lease", "'soon'"]),
            Case(variables: ["LEASE": "0s"], words: ["MY_DOCKER_NETWORK_LEASE", "'0s'"]),
            Case(flags: ["--log-level", "loud"], words: ["--log-level", "'loud'"]),
            Case(
                variables: ["LOG_LEVEL": "loud"], words: ["MY_DOCKER_NETWORK_LOG_LEVEL", "'loud'"]),
            Case(flags: ["--url", "garbage"], words: ["--url", "'garbage'"]),
            Case(variables: ["URL": "garbage"], words: ["MY_DOCKER_NETWORK_URL", "'garbage'"]),
            Case(variables: ["DOMAIN": "-"], words: ["MY_DOCKER_NETWORK_DOMAIN", "'-'"]),
            Case(flags: ["--config", "/nowhere/at/all"], words: ["/nowhere/at/all"]),
            Case(variables: ["CONFIG": "/nowhere/at/all"], words: ["/nowhere/at/all"]),
            Case(configuration: "domain = \"docker\"\n[emit\n", words: ["config.toml:2"]),
            Case(configuration: "[emit]\nlease = \"soon\"\n", words: ["config.toml:2", "'soon'"]),
            Case(flags: ["--on-failure", "perhaps"], words: ["--on-failure", "'perhaps'"]),
            Case(
                flags: ["--ready-file", "/nowhere/at/all"], words: ["--ready-file", "/nowhere/at"]),
            Case(
                variables: ["PASSWORD_FILE": "/nowhere/at/all"], words: ["/nowhere/at/all"]),
            Case(variables: ["PASSWORD": "x"], words: ["MY_DOCKER_NETWORK_PASSWORD"]),
        ]

        @Test("the command runs, and one line says what is wrong", arguments: cases)
        func wrong(_ one: Case) async throws {
            try await Lab.run { lab in
                var variables: [String: String] = [:]
                for (name, value) in one.variables {
                    variables["MY_DOCKER_NETWORK_\(name)"] = value
                }
                if let text = one.configuration {
                    variables["MY_DOCKER_NETWORK_CONFIG"] = try lab.write(text, to: "config.toml")
                }
                let hasAddress = one.flags.contains("--address") || one.variables["ADDRESS"] != nil
                let arguments =
                    ["exec"] + one.flags + (hasAddress ? [] : ["--address", "10.9.8.7"])
                // It stays until the line is there: what is said comes beside it.
                let command = "echo ran; while [ ! -e \"$0\" ]; do sleep 0.02; done; exit 7"
                let emitter = try lab.startEmitter(
                    arguments + ["--", "/bin/sh", "-c", command, lab.path("end")],
                    environment: variables)
                try await eventually("the command runs") { emitter.output == "ran\n" }
                for word in one.words { try await emitter.waitForLine(word) }
                _ = try lab.write("", to: "end")
                #expect(try await emitter.waitForEnd() == .exit(7))
                let lines = emitter.errorLines.filter { line in
                    one.words.allSatisfy { line.contains($0) }
                }
                #expect(lines.count == 1, "\(emitter.errors)")
            }
        }

        @Test("an unknown flag, and no command: 64")
        func usage() async throws {
            try await Lab.run { lab in
                for arguments in [
                    ["--hostnam", "web", "--", "/bin/echo", "ran"], ["--hostname", "web"],
                ] {
                    let emitter = try await lab.emit(["exec"] + arguments, status: 64)
                    #expect(emitter.output.isEmpty)
                }
            }
        }

        @Test(
            "--on-failure exit: what is wrong ends it before the command",
            arguments: [
                (["--lease", "soon"], 64), (["--hostname", "a b"], 64),
                (["--address", "nosuch0"], 78), (["--config", "/nowhere/at/all"], 78),
            ] as [([String], Int32)])
        func strict(flags: [String], status: Int32) async throws {
            try await Lab.run { lab in
                let rest = flags[0] == "--address" ? [] : ["--address", "10.9.8.7"]
                let emitter = try lab.startEmitter(
                    ["exec", "--on-failure", "exit"] + flags + rest + ["--", "/bin/echo", "ran"])
                try await lab.expectOneLine(of: emitter, status: status, saying: [flags[1]])
            }
        }

        @Test("a name is made valid where it can mean only one, and that is said")
        func repairedName() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let emitter = try lab.startEmitter(
                    [
                        "exec", "--hostname", "My_App.", "--address", "10.9.8.7", "--",
                        "/bin/sleep", "60",
                    ])
                try await host.names.waitUntil("my-app.docker", resolvesTo: ["10.9.8.7"])
                try await emitter.waitForLine("'my-app'")
                emitter.signal(SIGTERM)
                #expect(try await emitter.waitForEnd() == .exit(143))
                let wrong = try lab.startEmitter(["up", "My_App.", "--address", "10.9.8.7"])
                try await lab.expectOneLine(of: wrong, status: 64, saying: ["My_App."])
            }
        }

        @Test(
            "so is the machine's name",
            .enabled(if: geteuid() == 0, "naming a machine needs root"),
            arguments: ["up", "run", "exec"])
        func repairedMachine(verb: String) async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let rest = verb == "exec" ? ["--", "/bin/sleep", "60"] : []
                let emitter = try lab.start(
                    "my-docker-network-emit",
                    [
                        "/usr/bin/unshare", "--uts", "/bin/sh", "-c",
                        "printf %s My_Box. >/proc/sys/kernel/hostname && exec \"$@\"", "sh",
                        "\(lab.environment.programs)/my-docker-network-emit", verb, "--address",
                        "10.9.8.7",
                    ] + rest, environment: lab.emitterEnvironment)
                try await host.names.waitUntil("my-box.docker", resolvesTo: ["10.9.8.7"])
                try await emitter.waitForLine("'My_Box.'")
            }
        }

        @Test(
            "what can recover is announced later: a password file, a configuration",
            arguments: ["password", "configuration"])
        func recovers(what: String) async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let isPassword = what == "password"
                let emitter = try lab.startEmitter(
                    [
                        "exec", "--hostname", "web", "--address", "10.9.8.7", "--",
                        "/bin/sleep", "60",
                    ],
                    environment: [
                        isPassword ? "MY_DOCKER_NETWORK_PASSWORD_FILE" : "MY_DOCKER_NETWORK_CONFIG":
                            lab.path("late")
                    ])
                try await emitter.waitForLine(lab.path("late"))
                try lab.write(isPassword ? lab.password : "", to: "late", mode: 0o600)
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                emitter.signal(SIGTERM)
                #expect(try await emitter.waitForEnd() == .exit(143))
                try await host.names.waitUntilGone("web.docker")
            }
        }

        @Test("nothing was announced: it ends with its command", arguments: ["exec", "run"])
        func quickEnd(verb: String) async throws {
            try await Lab.run { lab in
                // It takes connections, and says nothing: a withdrawal would wait for it.
                let port = try FreePort.next()
                let url = "amqp://\(lab.emitterUser)@127.0.0.1:\(port)/\(lab.virtualHost)"
                let server = try lab.start(
                    "silent",
                    [
                        lab.environment.python, "-c",
                        """
                        import socket, sys, time
                        server = socket.create_server(("127.0.0.1", \(port)), backlog=64)
                        print("listens", file=sys.stderr, flush=True)
                        client = server.accept()
                        print("connected", file=sys.stderr, flush=True)
                        time.sleep(60)
                        """,
                    ])
                try await server.waitForLine("listens")
                let rest = verb == "exec" ? ["--", "/bin/sh", "-c", "sleep 1; echo over >&2"] : []
                let name = verb == "exec" ? ["--hostname", "web"] : ["web"]
                let emitter = try lab.startEmitter(
                    [verb] + name + ["--address", "10.9.8.7", "--url", url] + rest)
                try await server.waitForLine("connected")
                if verb == "run" {
                    emitter.signal(SIGTERM)
                } else {
                    try await emitter.waitForLine("over")
                }
                let over = ContinuousClock.now
                try await emitter.waitForEnd()
                // To wait for the withdrawal would take 5 s whatever the machine.
                #expect(over.duration(to: .now) < .seconds(4))
                #expect(!emitter.errors.contains("could not withdraw"), "\(emitter.errors)")
            }
        }
    }
}
