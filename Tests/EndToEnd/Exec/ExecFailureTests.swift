import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// `exec` where the broker is away or refuses, and as pid 1.
    @Suite struct ExecutionFailures {
        @Test("no broker: the command runs all the same, and is announced when one is there")
        func lateBroker() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let port = try FreePort.next()
                let emitter = try lab.startEmitter(
                    [
                        "exec", "--hostname", "web", "--address", "10.9.8.7", "--url",
                        "amqp://\(lab.emitterUser)@127.0.0.1:\(port)/\(lab.virtualHost)", "--",
                        "/bin/sh", "-c", "echo started >&2; exec sleep 60",
                    ])
                try await emitter.waitForLine("started")
                try await emitter.waitForLine("not connected")
                try await lab.startRelay(on: port)
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                emitter.signal(SIGTERM)
                #expect(try await emitter.waitForEnd() == .exit(143))
                try await host.names.waitUntilGone("web.docker")
            }
        }

        @Test("--on-failure exit: the command is not started")
        func exit() async throws {
            try await Lab.run { lab in
                let port = try FreePort.next()
                let url = "amqp://\(lab.emitterUser)@127.0.0.1:\(port)/\(lab.virtualHost)"
                let emitter = try await lab.emit(
                    [
                        "exec", "--on-failure", "exit", "--address", "10.9.8.7", "--url", url, "--",
                        "/bin/echo", "started",
                    ], status: 69)
                #expect(emitter.output.isEmpty)
                #expect(emitter.errorLines.count == 1, "\(emitter.errors)")
            }
        }

        @Test("a wrong password: continue runs the command and says so once, exit is 77")
        func refused() async throws {
            try await Lab.run { lab in
                let variables = ["MY_DOCKER_NETWORK_PASSWORD_FILE": try lab.write("x", to: "wrong")]
                let arguments = ["exec", "--address", "10.9.8.7", "--lease", "1s"]
                let emitter = try await lab.emit(
                    arguments + ["--", "/bin/sh", "-c", "sleep 2; exit 5"], status: 5,
                    environment: variables)
                let said = emitter.errorLines.count { $0.contains("not announced") }
                #expect(said == 1, "\(emitter.errors)")
                let strict = try await lab.emit(
                    arguments + ["--on-failure", "exit", "--", "/bin/echo", "started"], status: 77,
                    environment: variables)
                #expect(strict.output.isEmpty)
            }
        }

        @Test("without a command: usage", arguments: [[], ["/bin/echo"], ["--"]])
        func usage(arguments: [String]) async throws {
            try await Lab.run { lab in
                let emitter = try await lab.emit(["exec"] + arguments, status: 64)
                #expect(emitter.errors.contains("command"))
            }
        }

        @Test(
            "pid 1: orphans are collected, signals go through, and the status passes",
            .enabled(if: geteuid() == 0, "process namespaces need root"))
        func firstProcess() async throws {
            try await Lab.run { lab in
                // Each orphan outlives its parent, and its end is pid 1's to collect.
                let command = """
                    trap 'exit 9' TERM
                    for i in 1 2 3 4 5; do (sh -c "sleep 0.1; exit 3" &); done
                    while [ "$(ls -d /proc/[0-9]* | wc -l)" -gt 5 ]; do sleep 0.05; done
                    grep -l '^State:.Z' /proc/[0-9]*/status
                    echo collected >&2
                    while true; do sleep 0.05; done
                    """
                let emitter = try lab.start(
                    "my-docker-network-emit",
                    [
                        "/usr/bin/unshare", "--pid", "--fork", "--mount-proc", "--",
                        "/bin/sh", "-c", "exec \"$@\"", "sh",
                        "\(lab.environment.programs)/my-docker-network-emit", "exec", "--address",
                        "10.9.8.7", "--", "/bin/bash", "-c", command,
                    ], environment: lab.emitterEnvironment)
                try await emitter.waitForLine("collected")
                #expect(emitter.output.isEmpty, "zombies: \(emitter.output)")
                let first = try #require(try Self.child(of: emitter.process))
                kill(first, SIGTERM)
                #expect(try await emitter.waitForEnd() == .exit(9))
            }
        }

        private static func child(of process: Int32) throws -> Int32? {
            let path = "/proc/\(process)/task/\(process)/children"
            return try String(contentsOfFile: path, encoding: .utf8)
                .split(separator: " ").first.flatMap { Int32($0) }
        }
    }
}
