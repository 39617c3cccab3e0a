import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// What one user does to another by way of the host service they share: nothing.
    @Suite(
        .onlyOnce, .serialized,
        .enabled(if: geteuid() == 0, "only root can become somebody else"))
    struct Hostile {
        @Test(
            "thousands of new names, each of an instance of its own, delay nobody else's by much",
            arguments: Neighbourhood.Wire.allCases)
        func flood(_ wire: Neighbourhood.Wire) async throws {
            try await Lab.run { lab in
                let world = Neighbourhood(lab: lab, wire: wire)
                let host = try await world.startHost()
                var alone: [Duration] = []
                for number in 0..<5 {
                    alone.append(try await world.timeOfUp("quiet-\(number)", number))
                }
                let neighbour = try world.startNeighbour(["names", "10000", "flood"])
                try await neighbour.waitForLine("sending")
                var amid: [Duration] = []
                // Until some time after the last was sent: they wait for the name server.
                while amid.count < 200, amid.count < 10 || neighbour.lines(with: "sent") == 0 {
                    let number = amid.count + 250
                    amid.append(try await world.timeOfUp("amid-\(number)", number))
                }
                let longest = try #require(amid.max())
                let allowed = try #require(alone.max()) * 10 + .seconds(3)
                #expect(longest < allowed, "alone \(alone), amid the flood \(amid)")
                #expect(await host.names.ask("amid-250.docker")?.records == ["10.8.1.1"])
                #expect(host.program.end == nil)
                print("hostile flood, \(wire.rawValue): alone \(alone), amid it \(amid)")
            }
        }

        @Test("SIGTERM amid a flood: it ends soon", arguments: Neighbourhood.Wire.allCases)
        func stopping(_ wire: Neighbourhood.Wire) async throws {
            try await Lab.run { lab in
                let world = Neighbourhood(lab: lab, wire: wire)
                let host = try await world.startHost()
                let neighbour = try world.startNeighbour(["names", "40000", "flood"])
                try await neighbour.waitForLine("sending")
                try await host.names.waitUntil("flood-100.docker", resolvesTo: ["10.100.0.101"])
                host.program.signal(SIGTERM)
                let start = ContinuousClock.now
                #expect(try await host.program.waitForEnd() == .exit(0))
                // It writes what has arrived for 5 seconds at most.
                #expect(start.duration(to: .now) < .seconds(20))
                print("hostile stop, \(wire.rawValue): \(start.duration(to: .now))")
            }
        }

        @Test("a crowd that sent garbage and stays keeps nobody out, and cuts nobody else")
        func crowd() async throws {
            try await Lab.run { lab in
                let world = Neighbourhood(lab: lab, wire: .socket)
                let host = try await world.startHost()
                let staying = try world.startEmitter(["run", "web", "--address", "10.9.8.7"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                // More than all places: 4,096, of which the quiet one has some.
                let crowd = try world.startNeighbour(["crowd", "4200"])
                try await crowd.waitForLine("sent", within: .seconds(60))
                _ = try await world.timeOfUp("shop", 8)
                #expect(await host.names.ask("shop.docker")?.records == ["10.8.0.9"])
                #expect(await host.names.ask("web.docker")?.records == ["10.9.8.7"])
                #expect(staying.end == nil && !staying.errors.contains("another needs the place"))
                #expect(host.program.lines(with: "refused") <= 2, "\(host.program.errors)")
                #expect(host.program.errors.contains("uid:\(Neighbourhood.loud)"))
            }
        }

        @Test("from a soft limit of 1,024 files the documented connections work")
        func openFiles() async throws {
            try await Lab.run { lab in
                let world = Neighbourhood(lab: lab, wire: .socket)
                let names = try await lab.startNameServer()
                let file = try lab.writeConfiguration(
                    Lab.HostSettings(transports: world.transports), names)
                let host = try lab.start(
                    "my-docker-network",
                    [
                        "/usr/bin/prlimit", "--nofile=1024:",
                        "\(lab.environment.programs)/my-docker-network", "serve", "--config", file,
                    ])
                try await host.waitForLine("ready")
                let crowd = try world.startNeighbour(["crowd", "2000"])
                try await crowd.waitForLine("sent", within: .seconds(60))
                try await eventually("2,000 are connected") {
                    try FileManager.default
                        .contentsOfDirectory(atPath: "/proc/\(host.process)/fd").count > 2_000
                }
                _ = try await world.timeOfUp("shop", 8)
            }
        }

        @Test(
            "a required sink on a full disk and a client that renews: memory stays flat",
            arguments: Neighbourhood.Wire.allCases)
        func fullDisk(_ wire: Neighbourhood.Wire) async throws {
            try await Lab.run { lab in
                let world = Neighbourhood(lab: lab, wire: wire)
                let host = try await world.startHostOnFullDisk()
                let neighbour = try world.startNeighbour(["renew", "60000"])
                try await neighbour.waitForLine("sent 10000", within: .seconds(60))
                let before = try host.residentKiB()
                try await neighbour.waitForLine("sent 60000", within: .seconds(60))
                let after = try host.residentKiB()
                // Each pending receipt would take some hundred bytes: 20 MB and more.
                #expect(after - before < 10_000, "from \(before) to \(after) KiB")
                #expect(host.end == nil && host.errors.contains("cannot write the sink"))
                print("hostile renewals, \(wire.rawValue): \(before) KiB, then \(after) KiB")
            }
        }

        @Test("clients that come, ask and go leave no pending replies")
        func visits() async throws {
            try await Lab.run { lab in
                let world = Neighbourhood(lab: lab, wire: .socket)
                let host = try await world.startHostOnFullDisk()
                let neighbour = try world.startNeighbour(["visits", "60"])
                try await neighbour.waitForLine("sent 10", within: .seconds(60))
                let before = try host.residentKiB()
                try await neighbour.waitForLine("sent 60", within: .seconds(60))
                let after = try host.residentKiB()
                #expect(after - before < 15_000, "from \(before) to \(after) KiB")
                #expect(host.end == nil)
                print("hostile visits: \(before) KiB, then \(after) KiB")
            }
        }

        @Test("the service manager's watchdog is fed by the engine")
        func watchdog() async throws {
            try await Lab.run { lab in
                let names = try await lab.startNameServer()
                let world = Neighbourhood(lab: lab, wire: .socket)
                let file = try lab.writeConfiguration(
                    Lab.HostSettings(transports: world.transports), names)
                let manager = try NotificationSocket(lab.path("notify"))
                let host = try await lab.serve(
                    file,
                    environment: [
                        "NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "200000",
                    ])
                var heard: [String] = []
                try await eventually("it is fed") {
                    while let message = manager.receive() { heard.append(message) }
                    return heard.count { $0 == "WATCHDOG=1" } >= 5 && heard.contains("READY=1")
                }
                host.signal(SIGSTOP)
                while manager.receive() != nil {}
                try await always("a service that stands is silent", for: .milliseconds(500)) {
                    manager.receive() == nil
                }
                host.signal(SIGCONT)
                try await eventually("it is fed again") { manager.receive() == "WATCHDOG=1" }
            }
        }
    }
}
