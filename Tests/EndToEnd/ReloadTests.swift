import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// A host service that reads its configuration again while it runs.
    @Suite struct Reloading {
        /// A second folder with a dnsmasq of its own, and the lines that name it.
        private func startSecond(_ lab: Lab) async throws -> (names: NameServer, lines: String) {
            let names = try await lab.startNameServer(name: "second")
            let lines = """
                [[sinks]]
                kind = "dnsmasq"
                path = "\(names.path)"
                server = "127.0.0.1:\(names.port)"
                """
            return (names, lines)
        }

        private func reload(
            _ lab: Lab, _ host: Lab.Host, more: String, saying line: String = "goes on with"
        ) async throws {
            let before = host.program.lines(with: line)
            _ = try lab.writeConfiguration(Lab.HostSettings(more: more), host.names)
            host.program.signal(SIGHUP)
            try await eventually("the service says: \(line)") {
                host.program.lines(with: line) > before
            }
        }

        @Test("a sink is added, and goes again, while names resolve")
        func sinks() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                try await lab.emit(["up", "web", "--address", "10.9.8.1", "--wait"])
                let (second, lines) = try await startSecond(lab)
                try await reload(lab, host, more: lines)
                #expect(await second.ask("web.docker")?.records == ["10.9.8.1"])
                try await lab.emit(["up", "db", "--address", "10.9.8.2", "--wait"])
                for names in [host.names, second] {
                    #expect(await names.ask("db.docker")?.records == ["10.9.8.2"])
                }
                try await reload(lab, host, more: "")
                try await second.waitUntilGone("web.docker", within: .seconds(20))
                try await second.waitUntilGone("db.docker", within: .seconds(20))
                #expect(await host.names.ask("web.docker")?.records == ["10.9.8.1"])
                #expect(host.program.lines(with: "ready: listening") == 1)
            }
        }

        @Test("a sink that shall be kept keeps its names")
        func kept() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let (second, lines) = try await startSecond(lab)
                try await reload(lab, host, more: lines + "\non-remove = \"keep\"")
                try await lab.emit(["up", "web", "--address", "10.9.8.1", "--wait"])
                try await reload(lab, host, more: "")
                try await lab.emit(["down", "web", "--address", "10.9.8.1", "--wait"])
                #expect(await host.names.ask("web.docker") == .noSuchName)
                #expect(await second.ask("web.docker")?.records == ["10.9.8.1"])
            }
        }

        @Test("an error leaves everything as it was, and says what is wrong")
        func errors() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                try await reload(
                    lab, host, more: "[policy]\nconflict = \"first\"", saying: "stays as it was")
                #expect(host.program.lines(with: "conflict") == 1)
                try await lab.emit(["up", "web", "--address", "10.9.8.1", "--wait"])
                #expect(await host.names.ask("web.docker")?.records == ["10.9.8.1"])
            }
        }

        @Test("a policy holds from then on, also for names that are there")
        func policy() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                try await lab.emit(["up", "web", "--address", "10.9.8.1", "--wait"])
                try await reload(lab, host, more: "[policy]\nreserved-names = [\"web\"]")
                try await host.names.waitUntilGone("web.docker", within: .seconds(20))
                try await lab.emit(
                    ["up", "web", "--address", "10.9.8.1", "--wait"], status: 77)
                try await lab.emit(["up", "db", "--address", "10.9.8.2", "--wait"])
            }
        }

        @Test("another host name is another queue: a running emitter's name stays")
        func transport() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                _ = try lab.startEmitter(["run", "web", "--address", "10.9.8.1"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.1"])
                let text = try String(contentsOfFile: host.configurationFile, encoding: .utf8)
                try text.replacingOccurrences(of: "\"gate\"", with: "\"other\"")
                    .write(toFile: host.configurationFile, atomically: true, encoding: .utf8)
                host.program.signal(SIGHUP)
                try await eventually("the service listens on the other queue") {
                    #expect(await host.names.ask("web.docker")?.records == ["10.9.8.1"])
                    return host.program.lines(with: "ready: listening") == 2
                }
                try await lab.emit(["up", "db", "--address", "10.9.8.2", "--wait"])
                #expect(await host.names.ask("web.docker")?.records == ["10.9.8.1"])
            }
        }

        @Test("where asked, a changed file is read without a signal")
        func watching() async throws {
            try await Lab.run { lab in
                let names = try await lab.startNameServer()
                let file = try lab.writeConfiguration(Lab.HostSettings(), names)
                let program = try lab.startHostTool(["serve", "--watch", "--config", file])
                try await program.waitForLine("ready")
                _ = try lab.writeConfiguration(
                    Lab.HostSettings(more: "[policy]\nreserved-names = [\"web\"]"), names)
                try await program.waitForLine("goes on with")
                try await lab.emit(
                    ["up", "web", "--address", "10.9.8.1", "--wait"], status: 77)
            }
        }

        @Test(
            "an emitter goes over to a transport that knows it as another user, and keeps its name")
        func anotherUser() async throws {
            try await Lab.run { lab in
                let socket = "unix://\(lab.path("run/announce.sock"))"
                let host = try await lab.startHost(
                    .directory, Lab.HostSettings(more: "[[transports]]\nurl = \"\(socket)\""))
                let broker = try #require(lab.emitterEnvironment["MY_DOCKER_NETWORK_URL"])
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", "3s"],
                    environment: ["MY_DOCKER_NETWORK_URL": "\(socket),\(broker)"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                try await reload(lab, host, more: "")
                try await emitter.waitForLine("another transport is used")
                // Longer than the lease.
                try await always("web.docker resolves", for: .seconds(5)) {
                    await host.names.ask("web.docker")?.records == ["10.9.8.7"]
                }
                #expect(emitter.lines(with: "refused") == 0)
                emitter.signal(SIGTERM)
                #expect(try await emitter.waitForEnd() == .exit(0))
                try await host.names.waitUntilGone("web.docker")
            }
        }
    }
}
