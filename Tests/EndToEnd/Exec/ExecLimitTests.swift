import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// `exec` where a container may have very few tasks.
    @Suite(.enabled(if: geteuid() == 0, "only root can become somebody else"))
    struct TaskLimits {
        /// Users that nobody else is: the limit counts all tasks of one.
        private static func stranger() -> UInt32 { UInt32.random(in: 900_000...1_900_000) }

        private static func start(
            limit: Int, _ arguments: [String], _ lab: Lab, user: UInt32 = stranger()
        ) throws -> RunningProgram {
            // The password's owner alone may read it.
            let password = try lab.write(lab.password, to: "password-\(user)", mode: 0o600)
            chown(password, user, user)
            return try lab.start(
                "my-docker-network-emit",
                [
                    "/usr/bin/setpriv", "--reuid=\(user)", "--regid=\(user)", "--clear-groups",
                    "/usr/bin/prlimit", "--nproc=\(limit)",
                    "\(lab.environment.programs)/my-docker-network-emit",
                ] + arguments,
                environment: lab.emitterEnvironment.merging(
                    ["MY_DOCKER_NETWORK_PASSWORD_FILE": password]) { $1 })
        }

        @Test(
            "the command runs whenever it alone could, and too few tasks are one line",
            arguments: [1, 2, 3, 4, 5, 6, 7])
        func runs(limit: Int) async throws {
            try await Lab.run { lab in
                let emitter = try Self.start(
                    limit: limit,
                    [
                        "exec", "--hostname", "web", "--address", "10.9.8.7", "--", "/bin/sh", "-c",
                        "echo ran; read -r _ </dev/null; exit 7",
                    ], lab)
                #expect(try await emitter.waitForEnd() == .exit(7), "\(emitter.errors)")
                #expect(emitter.output == "ran\n")
                #expect(emitter.errorLines.count <= 1, "\(emitter.errors)")
                if limit == 1 { #expect(emitter.errors.contains("--pids-limit")) }
            }
        }

        @Test("four tasks beside the command are enough to announce it")
        func announces() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let emitter = try Self.start(
                    limit: 5,
                    [
                        "exec", "--hostname", "web", "--address", "10.9.8.7", "--lease", "3s", "--",
                        "/bin/sleep", "60",
                    ], lab)
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                let tasks = try FileManager.default.contentsOfDirectory(
                    atPath: "/proc/\(emitter.process)/task")
                #expect(tasks.count <= 4)
                emitter.signal(SIGTERM)
                #expect(try await emitter.waitForEnd() == .exit(143), "\(emitter.errors)")
                try await host.names.waitUntilGone("web.docker")
            }
        }

        @Test("too few tasks: the command goes on, and its signals and its status pass")
        func tooFew() async throws {
            try await Lab.run { lab in
                // A shell that waits without starting anything.
                mkfifo(lab.path("pipe"), 0o666)
                chmod(lab.path("pipe"), 0o666)
                let command =
                    "trap 'exit 9' TERM; exec 3<>\"$0\"; echo ready; "
                    + "while :; do read -t 1 -r -u 3; done"
                let emitter = try Self.start(
                    limit: 2,
                    [
                        "exec", "--hostname", "web", "--address", "10.9.8.7", "--", "/bin/bash",
                        "-c", command, lab.path("pipe"),
                    ], lab)
                try await emitter.waitForLine("--pids-limit")
                // Before its trap the shell would end by the signal.
                try await eventually("the command is ready") { emitter.output == "ready\n" }
                emitter.signal(SIGTERM)
                #expect(try await emitter.waitForEnd() == .exit(9), "\(emitter.errors)")
                #expect(emitter.errorLines.count == 1, "\(emitter.errors)")
            }
        }
    }
}
