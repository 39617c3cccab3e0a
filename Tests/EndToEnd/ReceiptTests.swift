import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// `--wait`, and the exit statuses of the emitter.
    @Suite struct Receipts {
        @Test(
            "up --wait returns when the name resolves", .needsReceipts,
            arguments: NameServer.Layout.allCases)
        func waiting(layout: NameServer.Layout) async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost(layout)
                for number in 1...5 {
                    try await lab.emit(
                        ["up", "web-\(number)", "--address", "10.9.8.\(number)", "--wait"])
                    // Asked once: it must resolve by now.
                    #expect(
                        await host.names.ask("web-\(number).docker")?.records
                            == ["10.9.8.\(number)"])
                }
                try await lab.emit(["down", "web-1", "--address", "10.9.8.1", "--wait"])
                #expect(await host.names.ask("web-1.docker") == .noSuchName)
            }
        }

        @Test("a reserved name is refused: 77 with the reason", .needsReceipts)
        func reserved() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let refused = try await lab.emit(
                    ["up", "localhost", "--address", "10.9.8.7", "--wait"], status: 77)
                #expect(refused.errorLines.count == 1)
                #expect(refused.errors.contains("localhost"))
                #expect(refused.errors.contains("reserved"))
                #expect(refused.errors.contains("gate"))
                #expect(await host.names.ask("localhost.docker") == .noSuchName)
            }
        }

        @Test(
            "of several, each refusal is said, one makes the whole 77, and the others hold",
            .needsReceipts)
        func partlyRefused() async throws {
            try await Lab.run { lab in
                let settings = Lab.HostSettings(
                    more: "[policy]\nreserved-names = [\"localhost\", \"gate*\"]")
                let host = try await lab.startHost(.directory, settings)
                let refused = try await lab.emit(
                    ["up", "localhost", "gate-1", "web", "--address", "10.9.8.7", "--wait"],
                    status: 77)
                #expect(refused.errorLines.count == 2)
                #expect(refused.errorLines.contains { $0.contains("localhost") })
                #expect(refused.errorLines.contains { $0.contains("gate-1") })
                #expect(await host.names.ask("web.docker")?.records == ["10.9.8.7"])
                #expect(await host.names.ask("gate-1.docker") == .noSuchName)
            }
        }

        @Test("run tells why it was refused, once, and keeps running", .needsReceipts)
        func refusedRun() async throws {
            try await Lab.run { lab in
                _ = try await lab.startHost()
                let emitter = try lab.startEmitter(
                    ["run", "localhost", "--address", "10.9.8.7", "--lease", "2s"])
                try await emitter.waitForLine("reserved")
                try await always("it says so once", for: .seconds(2)) {
                    emitter.end == nil
                        && emitter.errorLines.filter { $0.contains("reserved") }.count == 1
                }
            }
        }

        @Test("no host was ever there: 69", arguments: ["up", "down"])
        func noHost(verb: String) async throws {
            try await Lab.run { lab in
                let unheard = try await lab.emit(
                    [verb, "web", "--address", "10.9.8.7", "--no-host-timeout", "300ms"],
                    status: 69)
                #expect(unheard.errorLines.count == 1)
                #expect(unheard.errors.contains("host"))
            }
        }

        @Test("the only host has gone, and its queue with it: 69", .needsReceipts)
        func goneHost() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost(
                    .directory, Lab.HostSettings(queue: "exclusive"))
                host.program.signal(SIGTERM)
                try await host.program.waitForEnd()
                try await lab.emit(
                    ["up", "web", "--address", "10.9.8.7", "--no-host-timeout", "300ms"],
                    status: 69)
            }
        }

        @Test("up tries again until a host listens")
        func hostComes() async throws {
            try await Lab.run { lab in
                let names = try await lab.startNameServer()
                let shot = try lab.startEmitter(
                    ["up", "web", "--address", "10.9.8.7", "--no-host-timeout", "1m"])
                let file = try lab.writeConfiguration(Lab.HostSettings(), names)
                #expect(shot.end == nil)
                _ = try await lab.serve(file)
                #expect(try await shot.waitForEnd() == .exit(0))
                try await names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
            }
        }

        @Test("of two brokers the first that is there is used", .onlyOnce)
        func failover() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let there = lab.emitterEnvironment["MY_DOCKER_NETWORK_URL"] ?? ""
                let absent = there.replacing(
                    "\(lab.environment.brokerPort)", with: "\(try FreePort.next())")
                try await lab.emit(
                    ["up", "web", "--address", "10.9.8.7", "--wait"],
                    environment: ["MY_DOCKER_NETWORK_URL": "\(absent),\(there)"])
                #expect(await host.names.ask("web.docker")?.records == ["10.9.8.7"])
            }
        }
    }
}
