import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// A host service that looks connected and does not hear: no name is lost.
    @Suite struct Hearing {
        @Test("an exchange deleted and declared again: names stay, and new ones are heard")
        func replacedExchange() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", "3s"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                try await lab.broker.deleteExchange(in: lab.virtualHost)
                try await lab.broker.addExchange(in: lab.virtualHost)

                // A third of the shortest lease: then the queue is bound again.
                let start = ContinuousClock.now
                try await lab.emit(
                    ["up", "new", "--address", "10.9.8.6", "--no-host-timeout", "20s", "--wait"])
                #expect(start.duration(to: .now) < .seconds(8))
                try await always("web.docker resolves", for: .seconds(7)) {
                    await host.names.ask("web.docker")?.records == ["10.9.8.7"]
                }
                #expect(host.program.lines(with: "ready") == 1)
                emitter.signal(SIGKILL)
                try await host.names.waitUntilGone("web.docker")
            }
        }

        @Test("a host service stopped while renewals queue up: no name is lost, a dead one goes")
        func stoppedHost() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                for number in 1...3 {
                    _ = try lab.startEmitter(
                        ["run", "web-\(number)", "--address", "10.9.8.\(number)"]
                            + ["--lease", "\(number + 1)s"])
                }
                let dying = try lab.startEmitter(
                    ["run", "dying", "--address", "10.9.8.9", "--lease", "2s"])
                try await Self.waitForAll(of: host)
                try await host.names.waitUntil("dying.docker", resolvesTo: ["10.9.8.9"])

                host.program.signal(SIGSTOP)
                await dying.endNow()
                try await always("all resolve", for: .seconds(9)) {
                    await Self.allResolve(at: host)
                }
                host.program.signal(SIGCONT)
                try await always("all resolve", for: .seconds(6)) {
                    await Self.allResolve(at: host)
                }
                try await host.names.waitUntilGone("dying.docker")
            }
        }

        @Test("a backlog that takes longer than a lease: no name is lost meanwhile or after it")
        func backlog() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                for number in 1...3 {
                    _ = try lab.startEmitter(
                        ["run", "web-\(number)", "--address", "10.9.8.\(number)"]
                            + ["--lease", "1s"])
                }
                try await Self.waitForAll(of: host)
                host.program.signal(SIGSTOP)
                let stranger = try lab.startStranger(
                    lab.legacyUser,
                    ["stuff", "100000", "my-docker-network.host.gate", "10.9.7.7:again:up"])
                try await eventually("the backlog is there", within: .seconds(90)) {
                    try #require(await Self.allResolve(at: host))
                    return stranger.end != nil
                }
                #expect(stranger.end == .exit(0), "\(stranger.errors)")
                host.program.signal(SIGCONT)
                // Behind the backlog: it is through when this resolves.
                try await lab.emit(["up", "new", "--address", "10.9.8.8"])
                try await eventually("the backlog is through", within: .seconds(90)) {
                    try #require(await Self.allResolve(at: host))
                    return await host.names.ask("new.docker")?.records == ["10.9.8.8"]
                }
                // It was a backlog: a probe did not come back in time, and then one did.
                try await host.program.waitForLine("hearing again")
                try await always("all resolve", for: .seconds(4)) {
                    await Self.allResolve(at: host)
                }
            }
        }

        @Test(
            "a memory alarm longer than the leases: no name is lost, and new ones come after it",
            .needsReceipts)
        func memoryAlarm() async throws {
            try await FaultBroker.run { broker in
                try await Lab.run(in: broker.environment) { lab in
                    let host = try await lab.startHost()
                    for number in 1...3 {
                        _ = try lab.startEmitter(
                            ["run", "web-\(number)", "--address", "10.9.8.\(number)"]
                                + ["--lease", "\(number)s"])
                    }
                    try await Self.waitForAll(of: host)
                    try await lab.setMemoryLimit("0.00001")
                    // Longer than an emitter waits for the broker's confirm, too.
                    try await always("all resolve", for: .seconds(12)) {
                        await Self.allResolve(at: host)
                    }
                    #expect(host.program.lines(with: "not hearing") == 1)
                    try await lab.setMemoryLimit("0.4")
                    try await host.program.waitForLine("hearing again")
                    try await lab.emit(["up", "new", "--address", "10.9.8.8", "--wait"])
                    try await always("all resolve", for: .seconds(6)) {
                        await Self.allResolve(at: host)
                    }
                }
            }
        }

        @Test("a broker stopped for longer than the leases: no name is lost")
        func stoppedBroker() async throws {
            try await FaultBroker.run { broker in
                try await Lab.run(in: broker.environment) { lab in
                    let host = try await lab.startHost()
                    for number in 1...3 {
                        _ = try lab.startEmitter(
                            ["run", "web-\(number)", "--address", "10.9.8.\(number)"]
                                + ["--lease", "\(number)s"])
                    }
                    try await Self.waitForAll(of: host)
                    try broker.signal(SIGSTOP)
                    try await always("all resolve", for: .seconds(8)) {
                        await Self.allResolve(at: host)
                    }
                    try broker.signal(SIGCONT)
                    try await host.program.waitForLine("hearing again")
                    try await always("all resolve", for: .seconds(6)) {
                        await Self.allResolve(at: host)
                    }
                    try await lab.emit(["up", "new", "--address", "10.9.8.8", "--wait"])
                }
            }
        }

        private static func waitForAll(of host: Lab.Host) async throws {
            try await eventually("all resolve") { await allResolve(at: host) }
        }

        /// Whether the three emitters that live resolve.
        private static func allResolve(at host: Lab.Host) async -> Bool {
            for number in 1...3 {
                let answer = await host.names.ask("web-\(number).docker")
                guard answer?.records == ["10.9.8.\(number)"] else { return false }
            }
            return true
        }
    }
}

extension Lab {
    /// Sets how much of the machine's memory the broker may use before it blocks publishers.
    fileprivate func setMemoryLimit(_ fraction: String) async throws {
        let program = try start(
            "rabbitmqctl",
            [environment.control, "set_vm_memory_high_watermark", fraction])
        let end = try await program.waitForEnd()
        try #require(end == .exit(0), "\(program.errors)")
    }
}
