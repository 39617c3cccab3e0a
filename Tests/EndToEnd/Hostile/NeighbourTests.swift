import Foundation
import Testing

extension EndToEndTests {
    /// What one user can do to the names of another, and instances to their neighbours.
    @Suite(.needsReceipts) struct Neighbours {
        private static let instance = "0b5ad6d2-5d5b-4c3a-9d5e-0a3f5c1e7a01"
        private static let other = "0b5ad6d2-5d5b-4c3a-9d5e-0a3f5c1e7a02"

        /// User `one` is the lab's former user, who may announce `one-*` alone; `two` its emitter.
        private static func settings(_ lab: Lab) -> Lab.HostSettings {
            Lab.HostSettings(
                more: """
                    [policy.users.'\(lab.formerUser)']
                    allowed-names = ["one-*"]
                    [policy.users.'\(lab.emitterUser)']
                    allowed-names = ["two-*"]
                    """)
        }

        private static func asOne(_ lab: Lab) -> [String: String] {
            let url =
                "amqp://\(lab.formerUser)@127.0.0.1:\(lab.environment.brokerPort)/\(lab.virtualHost)"
            return ["MY_DOCKER_NETWORK_URL": url]
        }

        @Test("a user with rules ends no name of another user at its address")
        func sameAddress() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost(.directory, Self.settings(lab))
                _ = try lab.startEmitter(
                    ["run", "two-web", "--address", "10.9.8.7", "--lease", "3s"])
                try await host.names.waitUntil("two-web.docker", resolvesTo: ["10.9.8.7"])
                try await lab.emit(
                    [
                        "up", "one-x", "--address", "10.9.8.7", "--instance", Self.other,
                        "--lease", "720h", "--wait",
                    ], environment: Self.asOne(lab))
                try await always("both resolve", for: .seconds(4)) {
                    let two = await host.names.ask("two-web.docker")?.records
                    let one = await host.names.ask("one-x.docker")?.records
                    return two == ["10.9.8.7"] && one == ["10.9.8.7"]
                }
            }
        }

        @Test("an instance of another user is refused with 77, and changes nothing")
        func foreignInstance() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost(.directory, Self.settings(lab))
                let own = ["--address", "10.9.8.7", "--instance", Self.instance, "--wait"]
                try await lab.emit(["up", "two-web"] + own)
                for verb in ["up", "down"] {
                    let refused = try lab.startEmitter(
                        [verb, "one-x"] + own, environment: Self.asOne(lab))
                    try await lab.expectOneLine(
                        of: refused, status: 77, saying: ["one-x", "another user"])
                }
                #expect(await host.names.ask("one-x.docker") == .noSuchName)
                #expect(await host.names.ask("two-web.docker")?.records == ["10.9.8.7"])
                try await lab.emit(["down", "two-web"] + own)
                #expect(await host.names.ask("two-web.docker") == .noSuchName)
            }
        }

        @Test(
            "a dead container's name leaves an address that is used again, and the living one stays"
        )
        func deadContainer() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                try await lab.emit([
                    "up", "dead", "--address", "10.9.8.7", "--instance", Self.instance,
                    "--lease", "6s", "--wait",
                ])
                let clock = ContinuousClock()
                let announced = clock.now
                _ = try lab.startEmitter(
                    ["run", "living", "--address", "10.9.8.7", "--lease", "6s"])
                try await host.names.waitUntil("living.docker", resolvesTo: ["10.9.8.7"])
                try await host.names.waitUntilGone("dead.docker")
                // When exactly is for tests of the registry, which has no busy machine.
                #expect(clock.now - announced >= .seconds(4))
                #expect(await host.names.ask("living.docker")?.records == ["10.9.8.7"])
            }
        }
    }
}
