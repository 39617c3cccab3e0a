import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// The programs over a Unix socket, without any broker.
    @Suite(.onlyOnce) struct OverUnixSocket {
        /// Where a lab's socket is.
        private func socket(_ lab: Lab) -> String { lab.path("run/announce.sock") }

        private func emitter(_ lab: Lab, _ more: String = "") -> [String: String] {
            [
                "MY_DOCKER_NETWORK_URL": "unix://\(socket(lab))\(more)",
                "MY_DOCKER_NETWORK_PASSWORD_FILE": "",
            ]
        }

        /// A host service that is told of a socket alone, and its name server.
        private func startHost(
            _ lab: Lab, more: String = "", transports: String = ""
        ) async throws -> Lab.Host {
            let all = """
                [[transports]]
                url = "unix://\(socket(lab))"
                \(more)

                \(transports)

                """
            return try await lab.startHost(.directory, Lab.HostSettings(transports: all))
        }

        @Test("up --wait: the name resolves; down: it is gone; a one-shot's name outlives it")
        func upAndDown() async throws {
            try await Lab.run { lab in
                let host = try await startHost(lab)
                try await lab.emit(
                    ["up", "web", "www", "--address", "10.9.8.7", "--wait"],
                    environment: emitter(lab))
                #expect(await host.names.ask("web.docker")?.records == ["10.9.8.7"])
                #expect(await host.names.ask("www.docker")?.records == ["10.9.8.7"])
                try await lab.emit(
                    ["down", "web", "--address", "10.9.8.7"], environment: emitter(lab))
                try await host.names.waitUntilGone("web.docker")
                #expect(await host.names.ask("www.docker")?.records == ["10.9.8.7"])
            }
        }

        @Test("run: killed, its name goes at once, although its lease has minutes left")
        func killed() async throws {
            try await Lab.run { lab in
                let host = try await startHost(lab)
                for name in ["web", "shop"] {
                    let emitter = try lab.startEmitter(
                        [
                            "run", name, "--address", name == "web" ? "10.9.8.7" : "10.9.8.8",
                            "--lease", "10m",
                        ],
                        environment: emitter(lab))
                    try await host.names.waitUntil(
                        "\(name).docker", resolvesTo: [name == "web" ? "10.9.8.7" : "10.9.8.8"])
                    guard name == "shop" else { continue }
                    emitter.signal(SIGKILL)
                }
                try await host.names.waitUntilGone("shop.docker")
                #expect(await host.names.ask("web.docker")?.records == ["10.9.8.7"])
            }
        }

        @Test("withdraw-on-close = false: a killed emitter's name goes with its lease")
        func killedButKept() async throws {
            try await Lab.run { lab in
                let host = try await startHost(lab, more: "withdraw-on-close = false")
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", "4s"],
                    environment: emitter(lab))
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                emitter.signal(SIGKILL)
                _ = try await emitter.waitForEnd()
                try await always("web.docker resolves", for: .milliseconds(1_500)) {
                    await host.names.ask("web.docker")?.records == ["10.9.8.7"]
                }
                try await host.names.waitUntilGone("web.docker", within: .seconds(15))
            }
        }

        @Test("a host service that is killed and started again has every name within two seconds")
        func restarted() async throws {
            try await Lab.run { lab in
                let host = try await startHost(lab)
                let emitters = try (1...5).map { number in
                    try lab.startEmitter(
                        [
                            "run", "web-\(number)", "--address", "10.9.8.\(number)", "--lease",
                            "10m",
                        ],
                        environment: emitter(lab))
                }
                for number in 1...5 {
                    try await host.names.waitUntil(
                        "web-\(number).docker", resolvesTo: ["10.9.8.\(number)"])
                }
                host.program.signal(SIGKILL)
                _ = try await host.program.waitForEnd()
                // What it would adopt is gone, too: only the emitters know.
                for file in try FileManager.default.contentsOfDirectory(atPath: host.names.path) {
                    try FileManager.default.removeItem(atPath: "\(host.names.path)/\(file)")
                }
                _ = try await lab.serve(host.configurationFile)
                for number in 1...5 {
                    try await host.names.waitUntil(
                        "web-\(number).docker", resolvesTo: ["10.9.8.\(number)"])
                }
                #expect(emitters.allSatisfy { $0.end == nil })
            }
        }

        @Test("a socket that is not there: 69; one that this user may not use: 77")
        func failures() async throws {
            try await Lab.run { lab in
                let up = ["up", "web", "--address", "10.9.8.7", "--no-host-timeout", "100ms"]
                let missing = try await lab.emit(up, status: 69, environment: emitter(lab))
                #expect(missing.errorLines.count == 1)
                #expect(missing.errors.contains("there is no such socket"))
                let host = try await startHost(lab)
                try await expectRefusal(lab, up)
                host.program.signal(SIGKILL)
                _ = try await host.program.waitForEnd()
                let dead = try await lab.emit(up, status: 69, environment: emitter(lab))
                #expect(dead.errors.contains("no host service listens"))
            }
        }

        /// Runs an emitter as a user who may not write to the socket.
        private func expectRefusal(_ lab: Lab, _ arguments: [String]) async throws {
            // Only root can become somebody else; whoever is not root owns the socket here.
            guard geteuid() == 0 else { return }
            let program = "\(lab.environment.programs)/my-docker-network-emit"
            let emitter = try lab.start(
                "emitter",
                [
                    "/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", program,
                ] + arguments,
                environment: lab.emitterEnvironment.merging(emitter(lab)) { $1 })
            #expect(try await emitter.waitForEnd() == .exit(77), "\(emitter.errors)")
            #expect(emitter.errorLines.count == 1)
            #expect(emitter.errors.contains("socket-mode"))
        }

        @Test("a host that comes while up tries again is enough")
        func lateHost() async throws {
            try await Lab.run { lab in
                let up = try lab.startEmitter(
                    ["up", "web", "--address", "10.9.8.7", "--no-host-timeout", "30s"],
                    environment: emitter(lab))
                let host = try await startHost(lab)
                #expect(try await up.waitForEnd() == .exit(0), "\(up.errors)")
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
            }
        }

        @Test("a second host service on the socket says that it is in use, and the first goes on")
        func inUse() async throws {
            try await Lab.run { lab in
                let host = try await startHost(lab)
                let second = try lab.startHostTool(["serve", "--config", host.configurationFile])
                try await second.waitForLine(
                    "process \(host.program.process) of uid \(geteuid()) listens there")
                second.signal(SIGTERM)
                _ = try await second.waitForEnd()
                try await lab.emit(
                    ["up", "web", "--address", "10.9.8.7", "--wait"], environment: emitter(lab))
                #expect(await host.names.ask("web.docker")?.records == ["10.9.8.7"])
            }
        }

        @Test("a socket stands beside a broker, and an emitter falls back from one to the other")
        func besideBroker() async throws {
            try await Lab.run { lab in
                let host = try await startHost(
                    lab,
                    transports: """
                        [[transports]]
                        url = "amqp://\(lab.hostUser)@127.0.0.1:\(lab.environment.brokerPort)/\(lab.virtualHost)"
                        password-file = "\(lab.path("password"))"
                        """)
                let count = { host.program.errorLines.count { $0.contains("ready: listening") } }
                try await eventually("it listens on both") { count() == 2 }
                try await lab.emit(
                    ["up", "web", "--address", "10.9.8.7", "--wait"], environment: emitter(lab))
                try await lab.emit(["up", "shop", "--address", "10.9.8.8", "--wait"])
                let broker = try #require(lab.emitterEnvironment["MY_DOCKER_NETWORK_URL"])
                try await lab.emit(
                    ["up", "late", "--address", "10.9.8.9", "--wait"],
                    environment: [
                        "MY_DOCKER_NETWORK_URL": "unix://\(lab.path("missing.sock")),\(broker)"
                    ])
                for (name, address) in [
                    ("web", "10.9.8.7"), ("shop", "10.9.8.8"), ("late", "10.9.8.9"),
                ] {
                    #expect(await host.names.ask("\(name).docker")?.records == [address])
                }
            }
        }

        @Test("garbage by the thousand beside a live emitter: it is refused, and the host goes on")
        func garbage() async throws {
            try await Lab.run { lab in
                let host = try await startHost(lab)
                let live = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", "2s"],
                    environment: emitter(lab))
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                let flood = try lab.start(
                    "flood",
                    [
                        lab.environment.python, lab.environment.testFile("Python/packets.py"),
                        socket(lab), "5000",
                    ])
                try await always("web.docker resolves", for: .seconds(4)) {
                    await host.names.ask("web.docker")?.records == ["10.9.8.7"]
                }
                #expect(try await flood.waitForEnd() == .exit(0), "\(flood.errors)")
                try await host.program.waitForLine("refused a message that is no announcement")
                #expect(live.end == nil && host.program.end == nil)
                try await lab.emit(
                    ["up", "shop", "--address", "10.9.8.8", "--wait"], environment: emitter(lab))
                // One line a cause and minute, not one a message.
                #expect(host.program.errorLines.count < 50)
            }
        }

        /// With room for some clients, and with room for none: then nobody can even be accepted.
        @Test("with few files left it does not spin, and recovers", arguments: [120, 0])
        func fewFiles(_ most: Int) async throws {
            try await Lab.run { lab in
                let host = try await startHost(lab)
                let process = host.program.process
                let open = try FileManager.default.contentsOfDirectory(
                    atPath: "/proc/\(process)/fd")
                // Below the highest number in use nothing new can be opened.
                let limit = max(most, (open.compactMap { Int($0) }.max() ?? 0) + 1)
                try await limitFiles(lab, process, limit)
                let crowd = try lab.start(
                    "crowd",
                    [
                        lab.environment.python, lab.environment.testFile("Python/packets.py"),
                        socket(lab), "0", "400",
                    ])
                try await crowd.waitForLine("connected 400")
                let before = try Self.processorTicks(of: host.program)
                try await Task.sleep(for: .seconds(1))
                let spent = try Self.processorTicks(of: host.program) - before
                #expect(spent < 50, "it spins: \(spent) of 100 ticks in a second")
                crowd.signal(SIGKILL)
                _ = try await crowd.waitForEnd()
                try await limitFiles(lab, process, 1_024)
                try await lab.emit(
                    ["up", "web", "--address", "10.9.8.7", "--wait"], environment: emitter(lab))
                #expect(await host.names.ask("web.docker")?.records == ["10.9.8.7"])
            }
        }

        /// Sets the soft limit of a process's open files; the hard one stays, to go back.
        private func limitFiles(_ lab: Lab, _ process: Int32, _ limit: Int) async throws {
            let program = try lab.start(
                "prlimit", ["/usr/bin/prlimit", "--nofile=\(limit):", "--pid", "\(process)"])
            #expect(try await program.waitForEnd() == .exit(0), "\(program.errors)")
        }

        /// What a process has used of the processor, in hundredths of a second (proc(5), stat).
        private static func processorTicks(of program: RunningProgram) throws -> Int {
            let text = try String(contentsOfFile: "/proc/\(program.process)/stat", encoding: .utf8)
            let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
            try #require(fields.count > 12)
            return (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0)
        }

        @Test("the policy knows the peer's user; others than those it names are refused")
        func policy() async throws {
            try await Lab.run { lab in
                let user = "uid:\(geteuid())"
                let names = try await lab.startNameServer()
                let text = """
                    [[transports]]
                    url = "unix://\(socket(lab))"
                    [[sinks]]
                    kind = "dnsmasq"
                    path = "\(names.path)"
                    [policy.users."\(user)"]
                    allowed-names = ["web-*"]
                    """
                let file = try lab.write(text, to: "gate.toml")
                let host = try await lab.serve(file)
                try await lab.emit(
                    ["up", "web-1", "--address", "10.9.8.7", "--wait"], environment: emitter(lab))
                let refused = try await lab.emit(
                    ["up", "shop", "--address", "10.9.8.8", "--wait"], status: 77,
                    environment: emitter(lab))
                #expect(refused.errorLines.count == 1)
                #expect(host.end == nil)
            }
        }

        @Test("check-config says what it would do, and that nobody listens yet")
        func checkConfiguration() async throws {
            try await Lab.run { lab in
                let file = try lab.write(
                    """
                    [[transports]]
                    url = "unix://\(socket(lab))"
                    socket-mode = "0666"
                    [[sinks]]
                    kind = "dnsmasq"
                    path = "\(lab.path("hosts.d"))"
                    """, to: "gate.toml")
                let check = try lab.startHostTool(["check-config", "--connect", "--config", file])
                #expect(try await check.waitForEnd() == .exit(0), "\(check.errors)")
                #expect(check.output.contains("mode 0666"))
                #expect(check.output.contains("nobody listens yet"))
            }
        }
    }
}
