import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// AMQP is preferred, and goes away; the management API stays.
    ///
    /// Each test has a broker of its own.
    @Suite(.serialized, .onlyOnce) struct Failover {
        @Test(
            "AMQP is closed and opened again while emitters announce: none is lost or applied twice"
        )
        func closedListener() async throws {
            try await Self.run { lab, broker in
                let host = try await lab.startHost()
                let queries = QueryLoop(port: host.names.port)
                var table = AnnouncedTable(lab)
                let running = try (1...3).map { number in
                    let address = "10.9.1.\(number)"
                    table.expect("run-\(number)", address)
                    return try lab.startEmitter(
                        ["run", "run-\(number)", "--address", address, "--lease", "3s"])
                }
                try await table.waitUntilKept(by: host)
                queries.expect(table.truth)
                for round in 1...2 {
                    // A listener that closes leaves what is connected alone: those are closed beside
                    // what is announced.
                    try await lab.setListener(.closed)
                    async let close: Void = lab.closeEveryConnection()
                    try await table.announce("closing-\(round)", count: 6)
                    try await close
                    try await Self.expect("another transport is used", round, of: running, host)
                    try await table.announce("closed-\(round)", count: 6)
                    try await table.waitUntilKept(by: host)

                    try await lab.setListener(.open)
                    try await table.announce("opening-\(round)", count: 6)
                    try await Self.expect(
                        "the preferred transport is used again", round, of: running, host)
                    try await table.announce("open-\(round)", count: 6)
                    try await table.waitUntilKept(by: host)
                }
                try await queries.stop()
                #expect(queries.tally.failed == 0, "\(queries.tally.failures)")
                for emitter in running { emitter.signal(SIGTERM) }
                for emitter in running { #expect(try await emitter.waitForEnd() == .exit(0)) }
                for number in 1...3 { try await host.names.waitUntilGone("run-\(number).docker") }
            }
        }

        @Test("the broker is killed and started again: names stay, and AMQP is used again")
        func killedBroker() async throws {
            try await Self.run { lab, broker in
                let host = try await lab.startHost()
                let emitter = try lab.startEmitter(
                    ["run", "web", "--address", "10.9.8.7", "--lease", "3s"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                try broker.signal(SIGKILL)
                for program in [host.program, emitter] {
                    try await program.waitForLine("not connected")
                }
                // Longer than the lease: a host that does not hear ends none.
                try await always("web.docker resolves", for: .seconds(4)) {
                    await host.names.ask("web.docker")?.records == ["10.9.8.7"]
                }
                try await broker.startAgain()
                try await eventually("it has announced again") {
                    emitter.lines(with: "announced") >= 2
                }
                try await always("web.docker resolves", for: .seconds(4)) {
                    await host.names.ask("web.docker")?.records == ["10.9.8.7"]
                }
                // A receipt comes where the host hears over AMQP or HTTP, and the emitter over AMQP.
                try await lab.emit(["up", "new", "--address", "10.9.8.6", "--wait"])
                try await eventually("both are connected over AMQP") {
                    try await lab.connectionsOverAMQP() >= 2
                }
                emitter.signal(SIGTERM)
                #expect(try await emitter.waitForEnd() == .exit(0))
                try await host.names.waitUntilGone("web.docker")
            }
        }

        /// A lab with both transports, on a broker of its own.
        private static func run(_ body: (Lab, FaultBroker) async throws -> Void) async throws {
            try await FaultBroker.run { broker in
                var environment = broker.environment
                environment.transport = .both
                try await Lab.run(in: environment) { lab in try await body(lab, broker) }
            }
        }

        /// Waits until the host and each emitter have said something so many times.
        private static func expect(
            _ words: String, _ count: Int, of emitters: [RunningProgram], _ host: Lab.Host
        ) async throws {
            for program in emitters + [host.program] {
                try await eventually(
                    "\(program.name) says '\(words)' for the \(count). time", within: .seconds(40)
                ) { program.lines(with: words) >= count }
            }
        }
    }
}
