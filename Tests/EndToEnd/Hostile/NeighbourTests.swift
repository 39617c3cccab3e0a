import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// What one user can do to the names of another, and instances to their neighbours.
    @Suite(
        .onlyOnce, .enabled(if: geteuid() == 0, "only root can become somebody else"))
    struct Neighbours {
        private static let instance = "0b5ad6d2-5d5b-4c3a-9d5e-0a3f5c1e7a01"
        private static let other = "0b5ad6d2-5d5b-4c3a-9d5e-0a3f5c1e7a02"

        /// The loud one may announce `one-*` alone, the quiet one `two-*`.
        private static func rules(_ world: Neighbourhood) -> String {
            """
            [policy.users.'\(world.user(.loud))']
            allowed-names = ["one-*"]
            [policy.users.'\(world.user(.quiet))']
            allowed-names = ["two-*"]
            """
        }

        @Test(
            "a user with rules ends no name of another user at its address",
            arguments: Neighbourhood.Wire.allCases)
        func sameAddress(_ wire: Neighbourhood.Wire) async throws {
            try await Lab.run { lab in
                let world = Neighbourhood(lab: lab, wire: wire)
                let host = try await world.startHost(more: Self.rules(world))
                _ = try world.startEmitter(
                    ["run", "two-web", "--address", "10.9.8.7", "--lease", "3s"])
                try await host.names.waitUntil("two-web.docker", resolvesTo: ["10.9.8.7"])
                try await world.emit(
                    [
                        "up", "one-x", "--address", "10.9.8.7", "--instance", Self.other,
                        "--lease", "720h", "--wait",
                    ], of: .loud)
                try await always("both resolve", for: .seconds(4)) {
                    let two = await host.names.ask("two-web.docker")?.records
                    let one = await host.names.ask("one-x.docker")?.records
                    return two == ["10.9.8.7"] && one == ["10.9.8.7"]
                }
            }
        }

        @Test(
            "an instance of another user is refused with 77, and changes nothing",
            arguments: Neighbourhood.Wire.allCases)
        func foreignInstance(_ wire: Neighbourhood.Wire) async throws {
            try await Lab.run { lab in
                let world = Neighbourhood(lab: lab, wire: wire)
                let host = try await world.startHost(more: Self.rules(world))
                let own = ["--address", "10.9.8.7", "--instance", Self.instance, "--wait"]
                try await world.emit(["up", "two-web"] + own)
                for verb in ["up", "down"] {
                    let refused = try world.startEmitter([verb, "one-x"] + own, of: .loud)
                    try await lab.expectOneLine(
                        of: refused, status: 77, saying: ["one-x", "another user"])
                }
                #expect(await host.names.ask("one-x.docker") == .noSuchName)
                #expect(await host.names.ask("two-web.docker")?.records == ["10.9.8.7"])
                try await world.emit(["down", "two-web"] + own)
                #expect(await host.names.ask("two-web.docker") == .noSuchName)
            }
        }

        @Test(
            "a user who has used up what a user may hold takes no room of another's",
            arguments: Neighbourhood.Wire.allCases)
        func fullAccount(_ wire: Neighbourhood.Wire) async throws {
            try await Lab.run { lab in
                let world = Neighbourhood(lab: lab, wire: wire)
                let host = try await world.startHost(more: "[policy]\nnames-per-user = 3\n")
                let names = ["one-a", "one-b", "one-c"]
                try await world.emit(
                    ["up"] + names + ["--address", "10.9.8.7", "--wait"], of: .loud)
                let fourth = ["up", "one-d", "--address", "10.9.8.7", "--wait"]
                try await lab.expectOneLine(
                    of: try world.startEmitter(fourth, of: .loud), status: 77,
                    saying: ["one-d", "user"])
                try await world.emit(["up", "two-web", "--address", "10.9.8.6", "--wait"])
                #expect(await host.names.ask("one-d.docker") == .noSuchName)
                #expect(await host.names.ask("two-web.docker")?.records == ["10.9.8.6"])
                // What the user gives up makes room again.
                try await world.emit(["down", "one-a", "--address", "10.9.8.7"], of: .loud)
                try await host.names.waitUntilGone("one-a.docker")
                try await world.emit(fourth, of: .loud)
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
