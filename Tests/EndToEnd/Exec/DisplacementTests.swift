import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// An emitter whose name another one has.
    @Suite(.needsReceipts) struct Displacement {
        @Test(
            "who loses a name to a later one says so once, and once when it is had again",
            arguments: ["run", "exec"])
        func displaced(verb: String) async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let name = verb == "exec" ? ["--hostname", "web"] : ["web"]
                let rest = verb == "exec" ? ["--", "/bin/sleep", "60"] : []
                let earlier = try lab.startEmitter(
                    [verb] + name + ["--address", "10.9.8.1", "--lease", "1s"] + rest)
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.1"])
                let later = try lab.startEmitter(["run", "web", "--address", "10.9.8.2"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.2"])
                try await earlier.waitForLine("gate refused web at 10.9.8.1")
                later.signal(SIGTERM)
                try await earlier.waitForLine("gate has web at 10.9.8.1 for this instance again")
                #expect(earlier.lines(with: "refused") == 1, "\(earlier.errors)")
                #expect(earlier.lines(with: "again") == 1, "\(earlier.errors)")
                earlier.signal(SIGTERM)
                try await earlier.waitForEnd()
            }
        }

        @Test("a name that the policy refuses: one line, however often it is renewed")
        func refused() async throws {
            try await Lab.run { lab in
                _ = try await lab.startHost(
                    .directory, Lab.HostSettings(more: "[policy]\nallowed-names = [\"db\"]"))
                let emitter = try lab.startEmitter(
                    [
                        "run", "web", "--address", "10.9.8.1", "--address", "10.9.8.2", "--lease",
                        "1s",
                    ])
                try await emitter.waitForLine("allowed-names")
                try await always("it is said once", for: .seconds(3)) {
                    emitter.lines(with: "allowed-names") == 1
                }
            }
        }
    }
}
