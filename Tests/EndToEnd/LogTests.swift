import Foundation
import Testing

extension EndToEndTests {
    /// What the programs log at the levels that nobody looks at for long.
    @Suite struct Logs {
        /// What only a value of a Swift type prints.
        private static let dumps = [
            "Configuration(", "Optional(", "DockerNetwork", "Settings(", "Binding(", "Transport(",
            "Service(", "Emitter(", "Logger(", "AsyncStream", "(Function)", "Sink(", "0x0000",
            "__C.", "Swift.", ": nil",
        ]

        @Test(
            "no log has a dump of a Swift value, and no line is long",
            arguments: ["debug", "trace"])
        func dumps(level: String) async throws {
            try await Lab.run { lab in
                let names = try await lab.startNameServer()
                let path = try lab.write("", to: "hosts")
                let file = try lab.writeConfiguration(
                    Lab.HostSettings(
                        more: """
                            [[sinks]]
                            kind = "hosts"
                            path = "\(path)"

                            [[transports]]
                            url = "unix://\(lab.path("run/announce.sock"))"

                            [emit]
                            hostnames = ["gate"]
                            addresses = ["10.9.8.1"]
                            """), names)
                let levels = ["--log-level", level]
                let host = try lab.startHostTool(["serve", "--config", file] + levels)
                try await host.waitForLine("ready")
                let web = ["web", "--address", "10.9.8.7"]
                let run = try lab.startEmitter(["run"] + web + levels)
                try await names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                let exec = try lab.startEmitter(
                    ["exec", "--hostname", "job", "--address", "10.9.8.8"] + levels
                        + ["--", "true"])
                #expect(try await exec.waitForEnd() == .exit(0), "\(exec.errors)")
                let shots = [
                    try await lab.emit(["up", "db", "--address", "10.9.8.9"] + levels),
                    try await lab.emit(["down", "db", "--address", "10.9.8.9"] + levels),
                ]
                let start = try lab.startHostTool(
                    [
                        "--start", "-D", "--emit-only", "--config", file, "--pid-file",
                        lab.path("service.pid"),
                    ] + levels)
                try await names.waitUntil("gate.docker", resolvesTo: ["10.9.8.1"])
                host.signal(SIGHUP)
                try await host.waitForLine("read the configuration again")
                for program in [start, run, host] {
                    program.signal(SIGTERM)
                    #expect(try await program.waitForEnd() == .exit(0), "\(program.errors)")
                }
                for program in [host, run, exec, start] + shots {
                    for line in program.errorLines {
                        #expect(line.utf8.count < 1_000, "\(line)")
                        for dump in Self.dumps { #expect(!line.contains(dump), "\(line)") }
                    }
                }
                #expect(host.errors.contains(" debug "))
            }
        }
    }
}
