import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// `exec`: a command that is announced as long as it runs.
    @Suite struct Execution {
        @Test("announced while the command runs, renewed, withdrawn at its end; its status passes")
        func life() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let emitter = try lab.startEmitter(
                    [
                        "exec", "--hostname", "web", "--hostname", "www", "--address", "10.9.8.7",
                        "--lease", "2s", "--", "/bin/sh", "-c",
                        "while [ ! -e \"$0\" ]; do sleep 0.1; done; exit 7", lab.path("end"),
                    ])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                try await host.names.waitUntil("www.docker", resolvesTo: ["10.9.8.7"])
                try await always("web.docker resolves", for: .seconds(5)) {
                    await host.names.ask("web.docker")?.records == ["10.9.8.7"]
                }
                _ = try lab.write("", to: "end")
                #expect(try await emitter.waitForEnd() == .exit(7))
                // Once, whatever is renewed.
                #expect(
                    emitter.errors
                        == "my-docker-network-emit: web.docker, www.docker resolve (10.9.8.7)\n")
                try await host.names.waitUntilGone("web.docker")
                try await host.names.waitUntilGone("www.docker")
            }
        }

        @Test(
            "the statuses are a shell's",
            arguments: [
                (["/bin/true"], 0), (["/bin/sh", "-c", "exit 255"], 255),
                (["/bin/sh", "-c", "kill -KILL $$"], 137), (["/bin/sh", "-c", "kill $$"], 143),
                (["/nowhere/at/all"], 127), (["no-such-command"], 127), (["/etc/passwd"], 126),
                (["/etc"], 126),
            ] as [([String], Int32)])
        func statuses(command: [String], status: Int32) async throws {
            try await Lab.run { lab in
                try await lab.emit(
                    ["exec", "--address", "10.9.8.7", "--"] + command, status: status)
            }
        }

        @Test(
            "a signal goes to the command, which decides",
            arguments: [
                SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGWINCH, SIGALRM, SIGCONT,
                SIGTSTP, SIGIO, SIGVTALRM, 34, 64,
            ])
        func signals(number: Int32) async throws {
            try await Lab.run { lab in
                let command =
                    "trap 'echo got; exit 3' \(number); echo started >&2; "
                    + "while true; do sleep 0.05; done"
                let emitter = try lab.startEmitter(
                    ["exec", "--address", "10.9.8.7", "--", "/bin/bash", "-c", command])
                try await emitter.waitForLine("started")
                emitter.signal(number)
                #expect(try await emitter.waitForEnd() == .exit(3))
                #expect(emitter.output == "got\n")
            }
        }

        @Test("the command's mask and dispositions are those that the emitter was given")
        func signalState() async throws {
            try await Lab.run { lab in
                let command = ["/bin/grep", "-E", "Sig(Blk|Ign)", "/proc/self/status"]
                let direct = try lab.start("grep", command)
                #expect(try await direct.waitForEnd() == .exit(0))
                let emitter = try await lab.emit(
                    ["exec", "--address", "10.9.8.7", "--"] + command)
                // The C library's own two signals are not a program's to handle.
                let shown = emitter.output.replacing("0000000180000000", with: "0000000000000000")
                let expected = direct.output.replacing(
                    "0000000180000000", with: "0000000000000000")
                #expect(shown == expected)
            }
        }

        @Test("a terminal's Control-C reaches the command once")
        func terminal() async throws {
            try await Lab.run { lab in
                let command =
                    "trap 'echo got' INT; echo ready; for i in 1 2 3 4 5 6 7 8; do sleep 0.1; done; "
                    + "test -t 0 && exit 4"
                let typing = try lab.start(
                    "terminal",
                    [
                        lab.environment.python, lab.environment.testFile("Python/terminal.py"),
                        "ready", "c", "\(lab.environment.programs)/my-docker-network-emit", "exec",
                        "--address", "10.9.8.7", "--", "/bin/bash", "-c", command,
                    ], environment: lab.emitterEnvironment)
                #expect(try await typing.waitForEnd() == .exit(4), "\(typing.errors)")
                let count = typing.output.split(whereSeparator: \.isNewline).count {
                    $0.hasSuffix("got")
                }
                #expect(count == 1, "\(typing.output)")
            }
        }

        @Test("no file of the emitter's is open in the command")
        func files() async throws {
            try await Lab.run { lab in
                let emitter = try await lab.emit(
                    ["exec", "--address", "10.9.8.7", "--", "/bin/ls", "/proc/self/fd"])
                // 3 is the folder that is listed.
                #expect(emitter.output == "0\n1\n2\n3\n")
            }
        }

        @Test("passwords are taken out of the command's environment")
        func secrets() async throws {
            try await Lab.run { lab in
                let variables = [
                    "MY_DOCKER_NETWORK_PASSWORD_FILE": "",
                    "MY_DOCKER_NETWORK_PASSWORD": lab.password, "KEPT": "yes",
                ]
                // The password itself must not be printed, not even here.
                let command = [
                    "--", "/bin/sh", "-c", "test -z \"$MY_DOCKER_NETWORK_PASSWORD\" && env",
                ]
                let arguments = ["exec", "--address", "10.9.8.7"]
                let emitter = try await lab.emit(arguments + command, environment: variables)
                #expect(emitter.output.contains("KEPT=yes"))
                #expect(emitter.output.contains("MY_DOCKER_NETWORK_URL="))
                try await lab.emit(
                    arguments + ["--keep-password"] + command, status: 1, environment: variables)
            }
        }
    }
}
