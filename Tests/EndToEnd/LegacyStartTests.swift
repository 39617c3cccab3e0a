import Foundation
import Testing

extension EndToEndTests {
    /// `--start` and `--stop`, as in 2014.
    @Suite struct LegacyStart {
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
                    [
                        "--start", "-D", "--emit-only", "--config", host.configurationFile,
                        "--pid-file", lab.path("service.pid"),
                    ])
                try await host.names.waitUntil("gate.docker", resolvesTo: ["10.9.8.1"])
                #expect(emitter.end == nil)
                emitter.signal(SIGTERM)
                #expect(try await emitter.waitForEnd() == .exit(0), "\(emitter.errors)")
                try await host.names.waitUntilGone("gate.docker")
            }
        }

        @Test(
            "--stop ends what --start started, whichever way, without being told where",
            .enabled(if: geteuid() == 0, "mount namespaces need root"),
            arguments: [[], ["-D"], ["--emit-only"], ["-D", "--emit-only"]])
        func stopsEveryWay(flags: [String]) async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                // A host name of its own where a second service is started.
                let names = try lab.makeNameServer(name: "second")
                let file = try lab.writeConfiguration(
                    Lab.HostSettings(
                        name: "second",
                        more: "[emit]\nhostnames = [\"gate\"]\naddresses = [\"10.9.8.1\"]"), names)
                // Nobody answers for the second one.
                let text = try String(contentsOfFile: file, encoding: .utf8)
                try lab.write(
                    text.replacing("server = \"127.0.0.1:\(names.port)\"", with: ""),
                    to: "second.toml")
                let script = """
                    set -eu
                    mount -t tmpfs none /run
                    program=$1 config=$2 log=$3
                    shift 3
                    "$program" --start "$@" --config "$config" --log-file "$log" &
                    for attempt in $(seq 1200); do
                        test -s /run/my-docker-network.pid && test -e "$config.go" && break
                        sleep 0.05
                    done
                    process=$(cat /run/my-docker-network.pid)
                    "$program" --stop
                    wait
                    ! test -e /run/my-docker-network.pid
                    # A process that nobody has collected yet has no command line any more.
                    ! grep -q . "/proc/$process/cmdline" 2>/dev/null
                    "$program" --stop
                    """
                let program = try lab.start(
                    "script",
                    [
                        "/usr/bin/unshare", "--mount", "/bin/bash", "-c", script, "bash",
                        "\(lab.environment.programs)/my-docker-network", file,
                        lab.path("second.log"),
                    ] + flags)
                try await host.names.waitUntil("gate.docker", resolvesTo: ["10.9.8.1"])
                try lab.write("", to: "second.toml.go")
                let end = try await program.waitForEnd(within: .seconds(60))
                #expect(end == .exit(0), "\(program.errors)")
                #expect(program.output == "not running\n", "\(program.errors)")
                try await host.names.waitUntilGone("gate.docker")
            }
        }

        @Test("a second --start -D does not run beside the first, and leaves it alone")
        func startedTwice() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost(
                    .directory,
                    Lab.HostSettings(
                        more: "[emit]\nhostnames = [\"gate\"]\naddresses = [\"10.9.8.1\"]"))
                let arguments = [
                    "--start", "-D", "--emit-only", "--config", host.configurationFile,
                    "--pid-file", lab.path("service.pid"),
                ]
                let first = try lab.startHostTool(arguments)
                try await host.names.waitUntil("gate.docker", resolvesTo: ["10.9.8.1"])
                try await lab.expectOneLine(
                    of: try lab.startHostTool(arguments), status: 69,
                    saying: [lab.path("service.pid"), "--stop"])
                #expect(first.end == nil)
                #expect(try Self.process(in: lab.path("service.pid")) == first.process)
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
            "start=0, empty or missing: says so, and starts nothing",
            .enabled(if: geteuid() == 0, "needs root"),
            arguments: ["start=0", "start=", "start=''", "username=x"],
            [["--start"], ["--start", "-D"], ["-D", "--start", "--emit-only"]])
        func notWanted(line: String, arguments: [String]) async throws {
            try await Lab.run { lab in
                let start = try Self.run(arguments, with: line, lab)
                #expect(try await start.waitForEnd() == .exit(0), "\(start.errors)")
                #expect(start.output.contains("/etc/default/my-docker-network says start=0"))
            }
        }

        @Test(
            "anything else is on", .enabled(if: geteuid() == 0, "needs root"),
            arguments: ["start=yes", "start=\"1\" # on", "export start=true  "])
        func wanted(line: String) async throws {
            try await Lab.run { lab in
                // Nobody listens at port 5672 of that address; it goes on trying.
                let start = try Self.run(
                    ["--start", "-D", "--emit-only", "--pid-file", lab.path("service.pid")],
                    with: "\(line)\nhostname=127.255.255.254\npassword=x", lab,
                    environment: [
                        "MY_DOCKER_NETWORK_ADDRESS": "10.9.8.1",
                        "MY_DOCKER_NETWORK_HOSTNAME": "gate",
                    ])
                try await start.waitForLine("not connected")
                #expect(start.end == nil && start.output == "")
            }
        }

        /// Starts the host's program where /etc/default/my-docker-network has these lines.
        private static func run(
            _ arguments: [String], with lines: String, _ lab: Lab,
            environment: [String: String] = [:]
        ) throws -> RunningProgram {
            let file = try lab.write(lines + "\n", to: "default", mode: 0o600)
            let script = """
                set -e
                mount -t tmpfs none /etc/default
                cp -p "$1" /etc/default/my-docker-network
                shift
                if [ -d /etc/my-docker-network ]; then mount -t tmpfs none /etc/my-docker-network; fi
                exec "$0" "$@"
                """
            return try lab.start(
                "my-docker-network",
                [
                    "/usr/bin/unshare", "--mount", "/bin/sh", "-c", script,
                    "\(lab.environment.programs)/my-docker-network", file,
                ] + arguments, environment: environment)
        }

        private static func process(in file: String) throws -> Int32 {
            let text = try String(contentsOfFile: file, encoding: .utf8)
            return try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        }
    }
}
