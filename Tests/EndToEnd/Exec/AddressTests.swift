import Foundation
import Testing

extension EndToEndTests {
    /// An emitter whose address changes.
    @Suite(.enabled(if: geteuid() == 0, "making an interface needs root"))
    struct Addresses {
        @Test(
            "a new address is announced before the old one is withdrawn",
            arguments: ["run", "exec"])
        func change(subcommand: String) async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let interface = "emit\(UInt32.random(in: 0 ... .max))"
                try await Self.ip(["link", "add", interface, "type", "bridge"], lab)
                do {
                    try await Self.ip(
                        ["address", "add", "198.51.100.21/32", "dev", interface], lab)
                    let rest = subcommand == "exec" ? ["--", "/bin/sleep", "60"] : []
                    let name = subcommand == "exec" ? ["--hostname", "web"] : ["web"]
                    let emitter = try lab.startEmitter(
                        [subcommand] + name + ["--address", interface, "--lease", "10m"] + rest)
                    try await host.names.waitUntil("web.docker", resolvesTo: ["198.51.100.21"])
                    // Without an address it stays as it was.
                    try await Self.ip(["address", "flush", "dev", interface], lab)
                    try await emitter.waitForLine("still announced as before")
                    try await Self.ip(
                        ["address", "add", "198.51.100.22/32", "dev", interface], lab)
                    try await eventually("web.docker has moved") {
                        let records = try #require(await host.names.ask("web.docker")).records
                        #expect(!records.isEmpty)
                        return records == ["198.51.100.22"]
                    }
                    emitter.signal(SIGTERM)
                    try await host.names.waitUntilGone("web.docker")
                } catch {
                    try? await Self.ip(["link", "delete", interface], lab)
                    throw error
                }
                try await Self.ip(["link", "delete", interface], lab)
            }
        }

        private static func ip(_ arguments: [String], _ lab: Lab) async throws {
            let program = try lab.start("ip", ["/usr/bin/env", "ip"] + arguments)
            #expect(try await program.waitForEnd() == .exit(0), "\(program.errors)")
        }
    }
}
