import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// Faults that are no part of the random rounds: the programs recover from each by themselves.
    @Suite struct Recovery {
        @Test("a changed password: the connection recovers when the password file changes")
        func changedPassword() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", "3s"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])

                let new = "new-\(lab.password)"
                try await lab.broker.addUser(
                    lab.hostUser, password: new, in: lab.virtualHost, .host)
                try await lab.broker.addUser(
                    lab.emitterUser, password: new, in: lab.virtualHost, .emitter)
                // The broker asks for a password only where somebody connects.
                try await lab.closeConnections(atLeast: 2)
                for program in [host.program, emitter] {
                    try await program.waitForLine("password")
                }
                // Longer than the lease: a host that does not hear ends none.
                try await always("web.docker resolves", for: .seconds(4)) {
                    await host.names.ask("web.docker")?.records == ["10.9.8.7"]
                }
                try lab.write(new, to: "password", mode: 0o600)
                try await eventually("both are connected again") {
                    host.program.lines(with: "ready") == 2 && emitter.lines(with: "announced") == 2
                }
                emitter.signal(SIGTERM)
                #expect(try await emitter.waitForEnd() == .exit(0))
                try await host.names.waitUntilGone("web.docker")
            }
        }

        @Test("a channel closed by the broker, because the exchange became another one")
        func closedChannel() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", "3s"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                // The host may have declared it again in between.
                try await eventually("the exchange is another one") {
                    try await lab.broker.deleteExchange(in: lab.virtualHost)
                    return (try? await lab.broker.addExchange(in: lab.virtualHost, type: "topic"))
                        != nil
                }
                // It declares the exchange again to see whether it hears, and is told by a 406.
                try await host.program.waitForLine("type")
                try await always("web.docker resolves", for: .seconds(4)) {
                    await host.names.ask("web.docker")?.records == ["10.9.8.7"]
                }
                try await lab.broker.deleteExchange(in: lab.virtualHost)
                try await eventually("the host listens again") {
                    host.program.lines(with: "ready") == 2
                }
                try await lab.emit(["up", "new", "--address", "10.9.8.6", "--wait"])
                emitter.signal(SIGTERM)
                #expect(try await emitter.waitForEnd() == .exit(0))
                try await host.names.waitUntilGone("web.docker")
            }
        }

        @Test("a service that stood still while its exchange was deleted: no lease ends by that")
        func standingService() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", "2s"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                host.program.signal(SIGSTOP)
                try await lab.broker.deleteExchange(in: lab.virtualHost)
                // Longer than the lease; all the while the emitter finds nobody that hears.
                try await emitter.waitForLine("no host listens")
                try await always("web.docker resolves", for: .seconds(4)) {
                    await host.names.ask("web.docker")?.records == ["10.9.8.7"]
                }
                host.program.signal(SIGCONT)
                try await always("web.docker resolves", for: .seconds(4)) {
                    await host.names.ask("web.docker")?.records == ["10.9.8.7"]
                }
                emitter.signal(SIGKILL)
                try await host.names.waitUntilGone("web.docker")
            }
        }

        @Test("`run` has announced again within a second of a killed broker's return")
        func returningBroker() async throws {
            try await FaultBroker.run { broker in
                try await Lab.run(in: broker.environment) { lab in
                    let host = try await lab.startHost()
                    // It does not announce again by itself for minutes.
                    let emitter = try lab.startEmitter(
                        ["run", "web", "--address", "10.9.8.7", "--lease", "10m"])
                    try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                    try broker.signal(SIGKILL)
                    for program in [host.program, emitter] {
                        try await program.waitForLine("not connected")
                    }
                    let killed = Date.now
                    async let start: Void = broker.startAgain()
                    try await eventually("the broker is back", within: .seconds(60)) {
                        Self.accepts(broker.environment.brokerPort)
                    }
                    let back = Date.now
                    try await eventually("it has announced again") {
                        emitter.lines(with: "announced") == 2
                    }
                    try await start
                    let heard = try emitter.time(ofLastLine: "announced")
                    // More where the broker's start says that the machine is slow.
                    let limit = max(1, back.timeIntervalSince(killed) / 8)
                    #expect(heard.timeIntervalSince(back) < limit, "\(emitter.errors)")
                    emitter.signal(SIGTERM)
                    #expect(try await emitter.waitForEnd() == .exit(0))
                    try await host.names.waitUntilGone("web.docker")
                }
            }
        }

        /// Whether a TCP port of the loopback accepts connections.
        private static func accepts(_ port: UInt16) -> Bool {
            let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
            let descriptor = socket(AF_INET, kind, 0)
            guard descriptor >= 0 else { return false }
            defer { close(descriptor) }
            return SocketAddress.withLoopback(port: port) { connect(descriptor, $0, $1) == 0 }
        }
    }
}
