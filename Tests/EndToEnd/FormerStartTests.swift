import Foundation
import Testing

extension EndToEndTests {
    /// `--start` and `--stop`, as in 2014.
    @Suite struct FormerStart {
        @Test("--start returns when ready, serves, and is known to run; --stop ends it")
        func startAndStop() async throws {
            try await Lab.run { lab in
                let names = try await lab.startNameServer()
                let file = try lab.writeConfiguration(
                    Lab.HostSettings(
                        more: "[emit]\nhostnames = [\"gate\"]\naddresses = [\"10.9.8.1\"]"), names)
                let pidFile = lab.path("service.pid")
                let places = ["--pid-file", pidFile, "--log-file", lab.path("service.log")]
                let start = try lab.startHostTool(["--start", "--config", file] + places)
                #expect(try await start.waitForEnd() == .exit(0), "\(start.errors)")
                let process = try Self.process(in: pidFile)
                #expect(getsid(process) == process)
                try await names.waitUntil("gate.docker", resolvesTo: ["10.9.8.1"])
                try await lab.emit(["up", "web", "--address", "10.9.8.7"])
                try await names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])

                let again = try lab.startHostTool(["--start", "--config", file] + places)
                #expect(try await again.waitForEnd() == .exit(0))
                #expect(again.output == "already running as process \(process)\n")

                let stop = try lab.startHostTool(["--stop", "--pid-file", pidFile])
                #expect(try await stop.waitForEnd() == .exit(0), "\(stop.errors)")
                #expect(!FileManager.default.fileExists(atPath: pidFile))
                // Its number may stay until somebody collects its end; its memory is gone.
                let commandLine = FileManager.default.contents(atPath: "/proc/\(process)/cmdline")
                #expect(commandLine?.isEmpty ?? true)
                let none = try lab.startHostTool(["--stop", "--pid-file", pidFile])
                #expect(try await none.waitForEnd() == .exit(0))
                #expect(none.output == "not running\n")
            }
        }

        @Test("--start -D --emit-only: in the foreground, announces, and withdraws at its end")
        func emitOnly() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost(
                    .directory,
                    Lab.HostSettings(
                        more: "[emit]\nhostnames = [\"gate\"]\naddresses = [\"10.9.8.1\"]"))
                let emitter = try lab.startHostTool(
                    ["--start", "-D", "--emit-only", "--config", host.configurationFile])
                try await host.names.waitUntil("gate.docker", resolvesTo: ["10.9.8.1"])
                #expect(emitter.end == nil)
                emitter.signal(SIGTERM)
                #expect(try await emitter.waitForEnd() == .exit(0), "\(emitter.errors)")
                try await host.names.waitUntilGone("gate.docker")
            }
        }

        @Test("a pid file that nobody holds ends nobody")
        func stalePidFile() async throws {
            try await Lab.run { lab in
                let bystander = try lab.start("sleep", ["/bin/sleep", "60"])
                let pidFile = try lab.write("\(bystander.process)\n", to: "service.pid")
                let stop = try lab.startHostTool(["--stop", "--pid-file", pidFile])
                #expect(try await stop.waitForEnd() == .exit(0))
                #expect(stop.output == "not running\n")
                #expect(bystander.end == nil)
            }
        }

        @Test("--start of what cannot run: its status, and its own words in one line")
        func failure() async throws {
            try await Lab.run { lab in
                let names = try await lab.startNameServer()
                let wrong = try lab.write("wrong", to: "wrong", mode: 0o600)
                let file = try lab.writeConfiguration(
                    Lab.HostSettings(passwordFile: wrong), names)
                let start = try lab.startHostTool(
                    [
                        "--start", "--config", file, "--pid-file", lab.path("service.pid"),
                        "--log-file", lab.path("service.log"),
                    ])
                #expect(try await start.waitForEnd() == .exit(77), "\(start.errors)")
                #expect(start.errorLines.count == 1, "\(start.errors)")
                #expect(start.errors.contains("error: "))
                #expect(!FileManager.default.fileExists(atPath: lab.path("service.pid")))
            }
        }

        @Test(
            "start=0: says so, and starts nothing", .enabled(if: geteuid() == 0, "needs root"),
            arguments: [["--start"], ["--start", "-D"], ["-D", "--start", "--emit-only"]])
        func notWanted(arguments: [String]) async throws {
            try await Lab.run { lab in
                let file = try lab.write("start=0\n", to: "default")
                let script = """
                    set -e
                    mount -t tmpfs none /etc/default
                    cp "$1" /etc/default/my-docker-network
                    shift
                    if [ -d /etc/my-docker-network ]; then mount -t tmpfs none /etc/my-docker-network; fi
                    exec "$0" "$@"
                    """
                let start = try lab.start(
                    "my-docker-network",
                    [
                        "/usr/bin/unshare", "--mount", "/bin/sh", "-c", script,
                        "\(lab.environment.programs)/my-docker-network", file,
                    ] + arguments)
                #expect(try await start.waitForEnd() == .exit(0), "\(start.errors)")
                #expect(start.output.contains("/etc/default/my-docker-network says start=0"))
            }
        }

        private static func process(in file: String) throws -> Int32 {
            let text = try String(contentsOfFile: file, encoding: .utf8)
            return try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        }
    }
}
