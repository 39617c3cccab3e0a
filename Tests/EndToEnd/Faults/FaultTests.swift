import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// Random faults at once, while names are asked for all the time.
    ///
    /// `FAULT_ROUNDS` is how many rounds there are, `FAULT_SEED` where they begin; without them
    /// it is a short run that ends within a minute.
    @Suite(.serialized) struct Faults {
        private static let environment = ProcessInfo.processInfo.environment
        private static let rounds = environment["FAULT_ROUNDS"].flatMap(Int.init)
        private static let seed =
            environment["FAULT_SEED"].flatMap(UInt64.init)
            ?? .random(in: 0...UInt64(UInt32.max))

        @Test("random rounds: nothing lost, nothing wrong, every query answered")
        func randomRounds() async throws {
            try await FaultBroker.run { broker in
                try await Self.run(in: broker.environment) { lab, engine in
                    let world = try await FaultWorld(lab, broker, engine, seed: Self.seed)
                    let failure = await Self.play(world)
                    try await world.queries.stop()
                    let queries = world.queries.tally
                    let tally = await world.tally
                    print("seed \(Self.seed), slowest recovery \(tally.slowest)")
                    print(tally.line(queries))
                    // Fewer would prove nothing.
                    #expect(queries.queries > 100 * tally.rounds)
                    if let failure {
                        throw WaitFailure(description: "seed \(Self.seed), \(failure)")
                    }
                }
            }
        }

        /// Runs a lab, with an engine where containers take part.
        private static func run(
            in environment: LabEnvironment, _ body: (Lab, ContainerEngine?) async throws -> Void
        ) async throws {
            try await Lab.run(in: environment) { lab in
                guard FaultKind.hasContainers else { return try await body(lab, nil) }
                try await ContainerEngine.run(.docker, in: lab) { try await body(lab, $0) }
            }
        }

        /// Plays the rounds, and returns why it stopped before the last one.
        private static func play(_ world: FaultWorld) async -> String? {
            // The last round and the broker take their time too.
            let end = ContinuousClock.now + .seconds(30)
            for number in 1...max(1, rounds ?? 12) {
                if rounds == nil, ContinuousClock.now > end { return nil }
                do {
                    try await world.round()
                } catch {
                    return "round \(number): \(error)"
                }
                guard number.isMultiple(of: 10) else { continue }
                let line = await world.tally.line(world.queries.tally)
                print("so far: \(line)")
            }
            return nil
        }
    }
}
