import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// The programs over the broker's HTTP API alone.
    @Suite struct OverHTTP {
        /// A lab whose users have the tag that the API wants.
        private func run(_ body: (Lab) async throws -> Void) async throws {
            try await Lab.run { lab in
                for user in [lab.hostUser, lab.emitterUser] {
                    try await lab.broker.request(
                        "PUT", "users/\(user)",
                        body: ["password": lab.password, "tags": "management"])
                }
                try await body(lab)
            }
        }

        /// A host service that is told of the HTTP API alone, and its name server.
        private func startHost(_ lab: Lab, more: String = "") async throws -> Lab.Host {
            let transport = """
                [[transports]]
                url = "\(url(lab, lab.hostUser))"
                password-file = "\(lab.path("password"))"
                poll-slowest = "200ms"
                \(more)

                """
            return try await lab.startHost(.directory, Lab.HostSettings(transports: transport))
        }

        private func url(_ lab: Lab, _ user: String, port: UInt16? = nil) -> String {
            "http://\(user)@127.0.0.1:\(port ?? lab.environment.managementPort)/\(lab.virtualHost)"
        }

        private func emitter(_ lab: Lab) -> [String: String] {
            ["MY_DOCKER_NETWORK_URL": url(lab, lab.emitterUser)]
        }

        @Test("up: the name resolves; down: it is gone")
        func upAndDown() async throws {
            try await run { lab in
                let host = try await startHost(lab)
                try await lab.emit(
                    ["up", "web", "www", "--address", "10.9.8.7"], environment: emitter(lab))
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                try await host.names.waitUntil("www.docker", resolvesTo: ["10.9.8.7"])
                try await lab.emit(
                    ["down", "web", "--address", "10.9.8.7"], environment: emitter(lab))
                try await host.names.waitUntilGone("web.docker")
                #expect(await host.names.ask("www.docker")?.records == ["10.9.8.7"])
            }
        }

        @Test("without libcurl: an error that names it; over another transport nobody needs it")
        func withoutLibrary() async throws {
            try await run { lab in
                let host = try await lab.startHost()
                // In a mount namespace the library is a file that is none.
                let script = """
                    for library in /usr/lib/*/libcurl.so.4 /usr/lib/libcurl.so.4; do
                        [ ! -e "$library" ] || mount --bind /dev/null "$(readlink -f "$library")"
                    done
                    exec "$@"
                    """
                func emit(_ environment: [String: String]) async throws -> RunningProgram {
                    let program = try lab.start(
                        "my-docker-network-emit",
                        ["/usr/bin/unshare", "--mount", "/bin/sh", "-ec", script, "sh"]
                            + ["\(lab.environment.programs)/my-docker-network-emit"]
                            + ["up", "web", "--address", "10.9.8.7"],
                        environment: lab.emitterEnvironment.merging(environment) { $1 })
                    _ = try await program.waitForEnd()
                    return program
                }
                let lost = try await emit(emitter(lab))
                #expect(lost.errorLines.count == 1, "\(lost.errors)")
                #expect(lost.errors.contains("libcurl cannot be loaded"), "\(lost.errors)")
                #expect(lost.end != .exit(0))
                #expect(try await emit([:]).end == .exit(0))
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
            }
        }

        @Test("run: the name outlives its lease; killed, it goes when the lease ends")
        func leases() async throws {
            try await run { lab in
                let host = try await startHost(lab)
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", "2s"],
                    environment: emitter(lab))
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                try await always("web.docker resolves", for: .seconds(5)) {
                    await host.names.ask("web.docker")?.records == ["10.9.8.7"]
                }
                emitter.signal(SIGKILL)
                // It hears: its own probes come back over HTTP, too.
                try await host.names.waitUntilGone("web.docker", within: .seconds(10))
            }
        }

        @Test("packets that are dropped silently: the name stays all the while")
        func droppedPackets() async throws {
            try await run { lab in
                let host = try await startHost(lab)
                let port = try FreePort.next()
                let relay = try await lab.startRelay(
                    from: "127.0.0.1", port, to: lab.environment.managementPort)
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", "6s"],
                    environment: ["MY_DOCKER_NETWORK_URL": url(lab, lab.emitterUser, port: port)])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                relay.signal(SIGUSR1)
                try await relay.waitForLine("swallowing")
                // Longer than the lease and a renewal.
                try await always("web.docker resolves", for: .seconds(9)) {
                    await host.names.ask("web.docker")?.records == ["10.9.8.7"]
                }
                #expect(emitter.end == nil, "\(emitter.errors)")
            }
        }

        @Test("run: SIGTERM withdraws the name")
        func withdrawal() async throws {
            try await run { lab in
                let host = try await startHost(lab)
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", "10m"],
                    environment: emitter(lab))
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                emitter.signal(SIGTERM)
                #expect(try await emitter.waitForEnd() == .exit(0))
                try await host.names.waitUntilGone("web.docker")
            }
        }

        @Test("what is announced while the host is killed again and again is not lost")
        func killedHost() async throws {
            try await run { lab in
                var host = try await startHost(lab)
                for round in 1...5 {
                    host.program.signal(SIGKILL)
                    try await lab.emit(
                        ["up", "web-\(round)", "--address", "10.9.8.\(round)"],
                        environment: emitter(lab))
                    host = Lab.Host(
                        program: try await lab.serve(host.configurationFile), names: host.names,
                        configurationFile: host.configurationFile)
                    try await lab.emit(
                        ["up", "www-\(round)", "--address", "10.9.7.\(round)"],
                        environment: emitter(lab))
                }
                for round in 1...5 {
                    try await host.names.waitUntil(
                        "web-\(round).docker", resolvesTo: ["10.9.8.\(round)"])
                    try await host.names.waitUntil(
                        "www-\(round).docker", resolvesTo: ["10.9.7.\(round)"])
                }
            }
        }

        @Test("--wait says at once that receipts need AMQP or the Unix socket: 69")
        func wait() async throws {
            try await run { lab in
                let host = try await startHost(lab)
                let start = ContinuousClock.now
                let emitter = try await lab.emit(
                    ["up", "web", "--address", "10.9.8.7", "--wait"], status: 69,
                    environment: emitter(lab))
                #expect(ContinuousClock.now - start < .seconds(20))
                #expect(emitter.errorLines.count == 1)
                #expect(emitter.errors.contains("AMQP or the Unix socket"))
                // Nothing was announced.
                #expect(await host.names.ask("web.docker") == .noSuchName)
            }
        }

        @Test("an emitter over AMQP is answered by a host over HTTP")
        func mixed() async throws {
            try await run { lab in
                let host = try await startHost(lab)
                try await lab.emit(["up", "web", "--address", "10.9.8.7", "--wait"])
                #expect(await host.names.ask("web.docker")?.records == ["10.9.8.7"])
            }
        }

        @Test("each failure has its exit status and its line")
        func failures() async throws {
            try await run { lab in
                let up = ["up", "web", "--address", "10.9.8.7", "--no-host-timeout", "100ms"]
                func expect(
                    _ status: Int32, _ words: String..., at url: String,
                    environment: [String: String] = [:]
                ) async throws {
                    let variables = ["MY_DOCKER_NETWORK_URL": url].merging(environment) { $1 }
                    let emitter = try await lab.emit(up, status: status, environment: variables)
                    #expect(emitter.errorLines.count == 1, "\(emitter.errors)")
                    for word in words {
                        #expect(emitter.errors.contains(word), "\(emitter.errors)")
                    }
                }
                let own = url(lab, lab.emitterUser)
                try await expect(69, "start", at: own)
                try await expect(77, "set_user_tags", at: url(lab, lab.legacyUser))
                try await expect(
                    77, "Login failed", at: own,
                    environment: [
                        "MY_DOCKER_NETWORK_PASSWORD": "wrong-secret",
                        "MY_DOCKER_NETWORK_PASSWORD_FILE": "",
                    ])
                try await expect(78, "no virtual host", at: own + "-missing")
                try await expect(69, "127.0.0.1:1/", at: url(lab, lab.emitterUser, port: 1))
            }
        }
    }
}
