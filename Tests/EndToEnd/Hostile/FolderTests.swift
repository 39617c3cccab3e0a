import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// The programs as root, in folders of an unprivileged user who puts there what he likes.
    @Suite(.enabled(if: geteuid() == 0, "only root can act for two users"))
    struct HostileFolders {
        /// Nobody's number on any machine that these tests meet.
        private static let attacker: UInt32 = 61_003
        /// How long each race is run.
        private static let time = Duration.seconds(3)

        /// A folder that belongs to the attacker.
        private func theirs(_ lab: Lab) throws -> String {
            let folder = lab.path("theirs")
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o755])
            try give(folder)
            return folder
        }

        private func give(_ path: String) throws {
            try #require(lchown(path, Self.attacker, Self.attacker) == 0)
        }

        /// Puts a link of the attacker's somewhere.
        private func link(_ victim: Victim, at path: String) throws {
            try #require(symlink(victim.path, path) == 0)
            try give(path)
        }

        private func configuration(_ lab: Lab, socket: String, sinks: String) throws -> String {
            try lab.write(
                """
                host-name = "gate"
                [[transports]]
                url = "unix://\(socket)"
                socket-mode = "0666"
                socket-group = "4711"
                \(sinks)

                """, to: "hostile.toml")
        }

        private func sink(_ folder: String) -> String {
            "[[sinks]]\nkind = \"dnsmasq\"\npath = \"\(folder)\"\nprogram = \"/bin/false\""
        }

        /// Runs a program of ours to its end; one that goes on is ended after a moment.
        private func run(_ lab: Lab, _ arguments: [String]) async throws -> RunningProgram {
            let program = try lab.startHostTool(arguments)
            let deadline = ContinuousClock.now + .milliseconds(300)
            while program.end == nil, ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(5))
            }
            // One that comes while the program still starts may be lost.
            try await eventually("\(program.name) ends") {
                program.signal(SIGTERM)
                return program.end != nil
            }
            return program
        }

        /// Runs something again and again while the attacker works in a folder.
        private func race(
            _ lab: Lab, in folder: String, _ victim: Victim, bait: [String] = [],
            _ body: () async throws -> Void
        ) async throws {
            let attacker = try lab.start(
                "attacker",
                [
                    "/usr/bin/env", "setpriv", "--reuid=\(Self.attacker)",
                    "--regid=\(Self.attacker)", "--clear-groups", "--",
                    "python3", lab.environment.testFile("Python/attacker.py"),
                    folder, victim.path,
                ] + bait)
            try await eventually("the attacker works") { attacker.output.contains("attacking") }
            let end = ContinuousClock.now + Self.time
            var rounds = 0
            repeat {
                try await body()
                rounds += 1
                try victim.expectUntouched("round \(rounds)")
            } while ContinuousClock.now < end
            #expect(attacker.end == nil, "\(attacker.errors)")
            await attacker.endNow()
        }

        // MARK: - Races

        @Test("clean, while hosts.d's owner swaps links in")
        func cleanRace() async throws {
            try await Lab.run { lab in
                let victim = try Victim(in: lab)
                let folder = try theirs(lab)
                let file = try configuration(
                    lab, socket: lab.path("a.sock"), sinks: sink(folder))
                let line = "10.9.8.1 web.docker #my-docker-network was here\nforeign\n"
                try await race(lab, in: folder, victim, bait: ["my-docker-network-0000", line]) {
                    _ = try await run(lab, ["clean", "--config", file])
                }
            }
        }

        @Test("clean of a hosts file, while its folder's owner swaps links in")
        func cleanFileRace() async throws {
            try await Lab.run { lab in
                let victim = try Victim(in: lab)
                let folder = try theirs(lab)
                let file = try configuration(
                    lab, socket: lab.path("a.sock"),
                    sinks: "[[sinks]]\nkind = \"hosts\"\npath = \"\(folder)/hosts\"")
                let line = "10.9.8.1 web.docker #my-docker-network was here\nforeign\n"
                try await race(lab, in: folder, victim, bait: ["hosts", line]) {
                    _ = try await run(lab, ["clean", "--config", file])
                }
            }
        }

        @Test("serve, while the socket folder's owner swaps links in")
        func socketRace() async throws {
            try await Lab.run { lab in
                let victim = try Victim(in: lab)
                let folder = try theirs(lab)
                let file = try configuration(
                    lab, socket: "\(folder)/announce.sock", sinks: sink(lab.path("hosts.d")))
                try await race(lab, in: folder, victim) {
                    _ = try await run(lab, ["serve", "--config", file])
                }
            }
        }

        @Test("--start with a pid file, while its folder's owner swaps links in")
        func pidFileRace() async throws {
            try await Lab.run { lab in
                let victim = try Victim(in: lab)
                let folder = try theirs(lab)
                let file = try configuration(
                    lab, socket: lab.path("a.sock"), sinks: sink(lab.path("hosts.d")))
                try await race(lab, in: folder, victim) {
                    _ = try await run(
                        lab,
                        [
                            "--start", "-D", "--config", file, "--pid-file", "\(folder)/pid",
                        ])
                    _ = try await run(lab, ["--stop", "--pid-file", "\(folder)/pid"])
                }
            }
        }

        // MARK: - Links that are there

        @Test("the socket: what is in its place stays, and is said")
        func linkForSocket() async throws {
            try await Lab.run { lab in
                let victim = try Victim(in: lab)
                let folder = try theirs(lab)
                let socket = "\(folder)/announce.sock"
                try link(victim, at: socket)
                let file = try configuration(
                    lab, socket: socket, sinks: sink(lab.path("hosts.d")))
                let host = try lab.startHostTool(["serve", "--config", file])
                #expect(try await host.waitForEnd() == .exit(78))
                #expect(host.errors.contains("is no socket"), "\(host.errors)")
                try victim.expectUntouched("socket")
            }
        }

        @Test(
            "hosts.d and hosts files: a link in their place is not followed",
            arguments: ["directory", "file", "hosts"])
        func linkForNames(kind: String) async throws {
            try await Lab.run { lab in
                let victim = try Victim(in: lab)
                let folder = try theirs(lab)
                let (name, settings) =
                    switch kind {
                    case "directory": ("my-docker-network-0000", sink(folder))
                    case "file":
                        (
                            "names",
                            "[[sinks]]\nkind = \"dnsmasq\"\nmode = \"file\"\n"
                                + "path = \"\(folder)/names\"\npid-file = \"\(folder)/pid\""
                        )
                    default: ("names", "[[sinks]]\nkind = \"hosts\"\npath = \"\(folder)/names\"")
                    }
                try link(victim, at: "\(folder)/\(name)")
                let socket = lab.path("a.sock")
                let file = try configuration(lab, socket: socket, sinks: settings)
                let clean = try lab.startHostTool(["clean", "--config", file])
                #expect(try await clean.waitForEnd() == .exit(78), "\(clean.errors)")
                #expect(clean.errors.contains("symbolic link"), "\(clean.errors)")
                try victim.expectUntouched("clean")
                let list = try lab.startHostTool(["list", "--config", file])
                _ = try await list.waitForEnd()
                #expect(!list.output.contains("victim"), "\(list.output)")
                let host = try lab.startHostTool(["serve", "--config", file])
                try await host.waitForLine("symbolic link")
                _ = try await lab.emit(
                    ["up", "web", "--address", "10.9.8.7"],
                    environment: [
                        "MY_DOCKER_NETWORK_URL": "unix://\(socket)",
                        "MY_DOCKER_NETWORK_PASSWORD_FILE": "",
                    ])
                host.signal(SIGTERM)
                #expect(try await host.waitForEnd() == .exit(0))
                try victim.expectUntouched("serve")
            }
        }

        @Test("pid, log and ready file: a link in their place is not followed")
        func linkForStateFiles() async throws {
            try await Lab.run { lab in
                let victim = try Victim(in: lab)
                let folder = try theirs(lab)
                for name in ["pid", "log", "ready"] {
                    try link(victim, at: "\(folder)/\(name)")
                }
                let file = try configuration(
                    lab, socket: lab.path("a.sock"), sinks: sink(lab.path("hosts.d")))
                let commands = [
                    ["--start", "-D", "--config", file, "--pid-file", "\(folder)/pid"],
                    ["--stop", "--pid-file", "\(folder)/pid"],
                    [
                        "--start", "--config", file, "--pid-file", lab.path("pid"),
                        "--log-file", "\(folder)/log",
                    ],
                ]
                for command in commands {
                    let program = try lab.startHostTool(command)
                    #expect(try await program.waitForEnd() == .exit(78), "\(program.errors)")
                    try victim.expectUntouched("\(command)")
                }
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--ready-file", "\(folder)/ready"])
                #expect(try await emitter.waitForEnd() == .exit(64), "\(emitter.errors)")
                try victim.expectUntouched("ready")
                #expect(
                    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
                        == ["log", "pid", "ready"])
            }
        }

        @Test("--stop ends nobody who happens to lock the file of somebody else")
        func foreignLock() async throws {
            try await Lab.run { lab in
                let folder = try theirs(lab)
                let pidFile = "\(folder)/pid"
                try Data("1\n".utf8).write(to: URL(fileURLWithPath: pidFile))
                try give(pidFile)
                let bystander = try lab.start(
                    "bystander",
                    [
                        lab.environment.python, lab.environment.testFile("Python/lock.py"),
                        pidFile,
                    ])
                try await eventually("it is locked") { bystander.output.contains("locked") }
                let stop = try lab.startHostTool(["--stop", "--pid-file", pidFile])
                #expect(try await stop.waitForEnd() == .exit(77), "\(stop.errors)")
                #expect(stop.errors.contains("\(bystander.process)"), "\(stop.errors)")
                #expect(bystander.end == nil)
            }
        }

        // MARK: - The socket's place

        @Test("whoever takes the socket's place is named within a second, and it is taken back")
        func impostor() async throws {
            try await Lab.run { lab in
                let folder = try theirs(lab)
                let socket = "\(folder)/announce.sock"
                let file = try configuration(
                    lab, socket: socket, sinks: sink(lab.path("hosts.d")))
                let host = try await lab.serve(file)
                let impostor = try lab.start(
                    "impostor",
                    [
                        "/usr/bin/env", "setpriv", "--reuid=\(Self.attacker)",
                        "--regid=\(Self.attacker)", "--clear-groups", "--",
                        "python3", lab.environment.testFile("Python/impostor.py"), socket,
                    ])
                try await eventually("it listens") { impostor.output.contains("listens") }
                try await host.waitForLine(
                    "process \(impostor.process) of uid \(Self.attacker) ")
                await impostor.endNow()
                // Nobody listens there any more: the place is the service's again.
                try await eventually("the socket is back") {
                    host.errors.components(separatedBy: "ready: listening").count > 2
                }
                let up = try await lab.emit(
                    ["up", "web", "--address", "10.9.8.7"],
                    environment: [
                        "MY_DOCKER_NETWORK_URL": "unix://\(socket)",
                        "MY_DOCKER_NETWORK_PASSWORD_FILE": "",
                    ])
                _ = up
                unlink(socket)
                try await eventually("the socket is back", within: .seconds(10)) {
                    FileManager.default.fileExists(atPath: socket)
                }
            }
        }
    }
}
