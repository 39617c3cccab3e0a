import Foundation
import Testing

extension EndToEndTests {
    /// One emitter that sends as fast as it can keeps no other one waiting for long.
    @Suite(.serialized) struct Floods {
        /// What is flooded: how many messages, `%` standing for the number of each.
        struct Kind: Sendable, CustomTestStringConvertible {
            let testDescription: String
            let count: Int
            let form: String
        }

        private static let kinds = [
            Kind(testDescription: "refused", count: 50_000, form: "10.9.8.7:localhost:up"),
            Kind(testDescription: "malformed", count: 50_000, form: "flood %"),
            Kind(testDescription: "the same name", count: 50_000, form: "10.9.8.7:same:up"),
            // Each of these has to be written before what comes behind it.
            Kind(testDescription: "new names", count: 10_000, form: "ADDRESS:flood-%:up"),
        ]

        /// So many measurements: an odd number has a median.
        private static let rounds = 9
        /// Nobody waits longer, on a machine that does all of it at once.
        private static let longest = Duration.seconds(10)

        @Test("an announcement amid thousands of another emitter's", arguments: kinds)
        func flood(_ kind: Kind) async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let quiet = try await Self.measure("quiet", 1, of: lab) { _ in true }
                let stranger = try lab.startStranger(
                    lab.legacyUser, ["fill", "\(kind.count)", kind.form])
                try await stranger.waitForLine("publishing")
                let loud = try await Self.measure("loud", 2, of: lab) { count in
                    stranger.end != nil || count >= 200
                }
                try await stranger.waitForEnd()
                #expect(stranger.end == .exit(0), "\(stranger.errors)")
                #expect(try #require(loud.max()) < Self.longest)
                #expect(await host.names.ask("loud-1.docker")?.records == ["10.8.2.1"])
                #expect(host.program.lines(with: "refused") <= 1, "\(host.program.errors)")
                print(
                    "flood, \(kind.testDescription): up --wait takes \(Self.median(quiet)), "
                        + "amid it \(Self.median(loud)), at most \(loud.max() ?? .zero)")
            }
        }

        /// Announces names one after the other, and returns how long each took.
        private static func measure(
            _ name: String, _ network: Int, of lab: Lab, isEnough: (Int) -> Bool
        ) async throws -> [Duration] {
            var times: [Duration] = []
            repeat {
                let number = times.count + 1
                times.append(
                    try await lab.timeOfUp("\(name)-\(number)", "10.8.\(network).\(number)"))
            } while times.count < rounds || !isEnough(times.count)
            return times
        }

        private static func median(_ times: [Duration]) -> Duration {
            times.sorted()[times.count / 2]
        }
    }
}
