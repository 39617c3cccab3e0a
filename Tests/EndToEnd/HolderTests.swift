import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// Who holds a name, and who may say so.
    @Suite struct Holders {
        private static let first = "0b5ad6d2-5d5b-4c3a-9d5e-0a3f5c1e7a01"
        private static let second = "0b5ad6d2-5d5b-4c3a-9d5e-0a3f5c1e7a02"

        @Test("--instance: only the instance that holds a name withdraws it", .needsReceipts)
        func instances() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let what = ["web", "--address", "10.9.8.7", "--wait"]
                try await lab.emit(["up", "--instance", Self.first] + what)
                #expect(await host.names.ask("web.docker")?.records == ["10.9.8.7"])
                try await lab.emit(["down", "--instance", Self.second] + what)
                #expect(await host.names.ask("web.docker")?.records == ["10.9.8.7"])
                try await lab.emit(["down", "--instance", Self.first] + what)
                #expect(await host.names.ask("web.docker") == .noSuchName)
            }
        }

        @Test("--sequence: the higher number counts, whatever the clock says", .needsReceipts)
        func sequence() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let what = ["web", "--address", "10.9.8.7", "--instance", Self.first]
                let number = "9000000000000000000"
                try await lab.emit(["up", "--wait", "--sequence", number] + what)
                // Its number is the time: earlier.
                try await lab.emit(["down"] + what)
                try await lab.emit(["up", "next", "--address", "10.9.8.7", "--wait"])
                #expect(await host.names.ask("web.docker")?.records == ["10.9.8.7"])
                try await lab.emit(["down", "--wait", "--sequence", "\(Int64.max)"] + what)
                #expect(await host.names.ask("web.docker") == .noSuchName)
            }
        }

        @Test("of two running emitters with one name the later one has it")
        func conflict() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let earlier = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.1", "--lease", "2s"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.1"])
                let later = try lab.startEmitter(["run", "web", "--address", "10.9.8.2"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.2"])
                // The earlier one renews meanwhile, and cannot take the name back.
                try await always("the later one has it", for: .seconds(3)) {
                    await host.names.ask("web.docker")?.records == ["10.9.8.2"]
                }
                #expect(earlier.end == nil)
                later.signal(SIGTERM)
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.1"])
            }
        }

        @Test("conflicts = \"all\": both have it")
        func sharing() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost(
                    .directory, Lab.HostSettings(more: "[policy]\nconflicts = \"all\""))
                for number in 1...2 {
                    _ = try lab.startEmitter(["run", "web", "--address", "10.9.8.\(number)"])
                }
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.1", "10.9.8.2"])
            }
        }

        @Test("a user that may only write to the exchange can announce")
        func leastRights() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                try await lab.broker.addUser(
                    lab.emitterUser, password: lab.password, in: lab.virtualHost,
                    ManagementAPI.Permissions(
                        configure: "^$", write: "^my-docker-network$", read: "^$"))
                try await lab.emit(["up", "web", "--address", "10.9.8.7"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                let emitter = try lab.startEmitter(
                    ["run", "db", "--address", "10.9.8.6", "--lease", "2s"])
                try await host.names.waitUntil("db.docker", resolvesTo: ["10.9.8.6"])
                try await always("db.docker is renewed", for: .seconds(4)) {
                    await host.names.ask("db.docker")?.records == ["10.9.8.6"]
                }
                emitter.signal(SIGTERM)
                #expect(try await emitter.waitForEnd() == .exit(0))
                try await host.names.waitUntilGone("db.docker")
            }
        }

        @Test("a second host service with the same name waits, says why, and takes over", .onlyOnce)
        func sameHostName() async throws {
            try await Lab.run { lab in
                let names = try await lab.startNameServer()
                let file = try lab.writeConfiguration(Lab.HostSettings(), names)
                let text = try String(contentsOfFile: file, encoding: .utf8)
                let quick = text.replacing("queue =", with: "heartbeat = \"1s\"\nqueue =")
                try lab.write(quick, to: "gate.toml")
                let first = try await lab.serve(file)
                let second = try lab.startHostTool(["serve", "--config", file])
                try await second.waitForLine("host-name")
                #expect(first.end == nil)
                #expect(!second.errors.contains("ready"))
                #expect(second.errorLines.filter { $0.contains(" warning ") }.count == 1)
                first.signal(SIGKILL)
                try await second.waitForLine("ready")
                try await lab.emit(["up", "web", "--address", "10.9.8.7", "--wait"])
                #expect(await names.ask("web.docker")?.records == ["10.9.8.7"])
            }
        }

        @Test("networks and names that the policy does not allow are refused", .needsReceipts)
        func policy() async throws {
            try await Lab.run { lab in
                let settings = Lab.HostSettings(
                    more: """
                        [policy]
                        allowed-networks = ["10.9.8.0/24"]
                        allowed-names = ["web*"]
                        """)
                let host = try await lab.startHost(.directory, settings)
                try await lab.emit(["up", "web-1", "--address", "10.9.8.7", "--wait"])
                #expect(await host.names.ask("web-1.docker")?.records == ["10.9.8.7"])
                for what in [["web-2", "--address", "10.9.9.7"], ["db", "--address", "10.9.8.8"]] {
                    let refused = try await lab.emit(["up", "--wait"] + what, status: 77)
                    #expect(refused.errorLines.count == 1)
                    #expect(await host.names.ask("\(what[0]).docker") == .noSuchName)
                }
            }
        }
    }
}
