import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// Host services that stop, are killed, come back or come late.
    @Suite struct Restarting {
        @Test(
            "no name is lost, and what was said meanwhile is heard",
            arguments: [SIGTERM, SIGKILL], NameServer.Layout.allCases)
        func restart(signal: Int32, layout: NameServer.Layout) async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost(layout)
                _ = try lab.startEmitter(["run", "running", "--address", "10.9.8.1"])
                try await lab.emit(["up", "stays", "--address", "10.9.8.2"])
                try await lab.emit(["up", "goes", "--address", "10.9.8.3"])
                try await host.names.waitUntil("running.docker", resolvesTo: ["10.9.8.1"])
                try await host.names.waitUntil("goes.docker", resolvesTo: ["10.9.8.3"])

                host.program.signal(signal)
                let end = try await host.program.waitForEnd()
                #expect(end == (signal == SIGTERM ? .exit(0) : .signal(SIGKILL)))
                try await lab.emit(["up", "new", "--address", "10.9.8.4"])
                try await lab.emit(["down", "goes", "--address", "10.9.8.3"])
                for (name, address) in [("running", "10.9.8.1"), ("stays", "10.9.8.2")] {
                    #expect(await host.names.ask("\(name).docker")?.records == [address])
                }

                let again = try lab.startHostTool(["serve", "--config", host.configurationFile])
                try await eventually("the service hears what it missed") {
                    // Whatever it does at its start, these names answer.
                    for (name, address) in [("running", "10.9.8.1"), ("stays", "10.9.8.2")] {
                        try #require(await host.names.ask("\(name).docker")?.records == [address])
                    }
                    let new = await host.names.ask("new.docker")
                    let gone = await host.names.ask("goes.docker")
                    return new?.records == ["10.9.8.4"] && gone == .noSuchName
                }
                #expect(again.end == nil)
            }
        }

        @Test("an adopted name goes when its emitter was killed meanwhile")
        func adoptedLease() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", "3s"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                host.program.signal(SIGTERM)
                try await host.program.waitForEnd()
                emitter.signal(SIGKILL)
                try await emitter.waitForEnd()
                _ = try await lab.serve(host.configurationFile)
                #expect(await host.names.ask("web.docker")?.records == ["10.9.8.7"])
                try await host.names.waitUntilGone("web.docker", within: .seconds(20))
            }
        }

        @Test("a one-shot's lease outlives the host service")
        func adoptedLeaseOfAOneShot() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                try await lab.emit(["up", "web", "--address", "10.9.8.7", "--lease", "3s"])
                try await lab.emit(["up", "stays", "--address", "10.9.8.8"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                try await host.names.waitUntil("stays.docker", resolvesTo: ["10.9.8.8"])
                host.program.signal(SIGKILL)
                try await host.program.waitForEnd()
                _ = try await lab.serve(host.configurationFile)
                try await host.names.waitUntilGone("web.docker", within: .seconds(20))
                #expect(await host.names.ask("stays.docker")?.records == ["10.9.8.8"])
            }
        }

        @Test("a running emitter's name can be withdrawn after a restart")
        func withdrawalAfterRestart() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", "10m"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                host.program.signal(SIGKILL)
                try await host.program.waitForEnd()
                _ = try await lab.serve(host.configurationFile)
                emitter.signal(SIGTERM)
                #expect(try await emitter.waitForEnd() == .exit(0))
                try await host.names.waitUntilGone("web.docker")
            }
        }

        @Test("a second host hears of running emitters within two seconds", .needsReceipts)
        func lateHost() async throws {
            try await Lab.run { lab in
                let first = try await lab.startHost(.directory, Lab.HostSettings(name: "early"))
                // None of them announces again by itself for minutes.
                for number in 1...3 {
                    _ = try lab.startEmitter(
                        ["run", "web-\(number)", "--address", "10.9.8.\(number)"]
                            + ["--lease", "10m"])
                    try await first.names.waitUntil(
                        "web-\(number).docker", resolvesTo: ["10.9.8.\(number)"])
                }
                let late = try await lab.startHost(.directory, Lab.HostSettings(name: "late"))
                for number in 1...3 {
                    try await late.names.waitUntil(
                        "web-\(number).docker", resolvesTo: ["10.9.8.\(number)"])
                }
                // The files' times say it, however late this test came to ask.
                let ready = try late.program.time(ofLine: "ready")
                let heard = try Self.lastChange(in: late.names.path)
                #expect(heard.timeIntervalSince(ready) < 2)
            }
        }

        @Test("a first host hears of emitters that waited for it within two seconds")
        func firstHost() async throws {
            try await Lab.run { lab in
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", "10m"])
                try await emitter.waitForLine("no host listens")
                let host = try await lab.startHost()
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                let ready = try host.program.time(ofLine: "ready")
                let heard = try Self.lastChange(in: host.names.path)
                #expect(heard.timeIntervalSince(ready) < 2)
                #expect(emitter.errorLines.filter { $0.contains("no host listens") }.count == 1)
            }
        }

        @Test("a connection that breaks is made again, and no name is lost meanwhile", .onlyOnce)
        func brokenConnections() async throws {
            try await Lab.run { lab in
                let port = try FreePort.next()
                let relay = try await lab.startRelay(on: port)
                let host = try await lab.startHost(.directory, Lab.HostSettings(port: port))
                let url = "amqp://\(lab.emitterUser)@127.0.0.1:\(port)/\(lab.virtualHost)"
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", "3s"],
                    environment: ["MY_DOCKER_NETWORK_URL": url])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                await relay.endNow()
                for program in [host.program, emitter] {
                    try await program.waitForLine("not connected")
                }
                // Longer than the lease: a host that does not hear ends no lease.
                try await always("web.docker resolves", for: .seconds(5)) {
                    await host.names.ask("web.docker")?.records == ["10.9.8.7"]
                }
                _ = try await lab.startRelay(on: port)
                try await eventually("the host listens again") {
                    host.program.errorLines.filter { $0.contains("ready") }.count == 2
                }
                try await always("web.docker resolves", for: .seconds(4)) {
                    await host.names.ask("web.docker")?.records == ["10.9.8.7"]
                }
                emitter.signal(SIGTERM)
                #expect(try await emitter.waitForEnd() == .exit(0))
                try await host.names.waitUntilGone("web.docker")
            }
        }

        /// When something in a folder last changed.
        private static func lastChange(in folder: String) throws -> Date {
            let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            let times = try files.compactMap { file in
                try FileManager.default.attributesOfItem(atPath: "\(folder)/\(file)")[
                    .modificationDate] as? Date
            }
            return try #require(times.max())
        }
    }
}
