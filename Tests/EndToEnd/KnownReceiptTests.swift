import Foundation
import Testing

extension EndToEndTests {
    /// `--wait` says what is known, and never that a name resolves where it may not.
    @Suite(.needsReceipts) struct KnownReceipts {
        /// A sink of the configuration.
        private static func hosts(_ path: String, _ more: String = "") -> String {
            "[[sinks]]\nkind = \"hosts\"\npath = \"\(path)\"\n\(more)\n"
        }

        private static func dnsmasq(
            _ names: NameServer, server: NameServer? = nil, _ more: String = ""
        ) -> String {
            """
            [[sinks]]
            kind = "dnsmasq"
            mode = "\(names.layout.rawValue)"
            path = "\(names.path)"
            pid-file = "\(names.pidFile)"
            \(server.map { "server = \"127.0.0.1:\($0.port)\"" } ?? "")
            \(more)

            """
        }

        /// Starts a host service with these sinks alone.
        private static func serve(_ lab: Lab, _ sinks: String...) async throws -> RunningProgram {
            let names = try lab.makeNameServer(name: "unused")
            let whole = try String(
                contentsOfFile: try lab.writeConfiguration(Lab.HostSettings(), names),
                encoding: .utf8)
            let start = try #require(whole.range(of: "[[sinks]]"))
            let text = whole[..<start.lowerBound] + sinks.joined(separator: "\n")
            return try await lab.serve(try lab.write(String(text), to: "known.toml"))
        }

        private static let up = ["up", "web", "--address", "10.9.8.7", "--wait"]

        @Test("nobody can be asked: it is written, 0", arguments: NameServer.Layout.allCases)
        func written(layout: NameServer.Layout) async throws {
            try await Lab.run { lab in
                let names = try lab.makeNameServer(layout)
                try lab.makeSink(of: names)
                _ = try await Self.serve(lab, Self.dnsmasq(names))
                let up = try await lab.emit(Self.up)
                #expect(up.output.hasPrefix("web.docker is written after "), "\(up.output)")
                // Said the same when nothing changes.
                let again = try await lab.emit(Self.up)
                #expect(again.output.hasPrefix("web.docker is written after "), "\(again.output)")
                let both = try await lab.emit(
                    ["up", "web", "www", "--address", "10.9.8.7", "--wait"])
                #expect(both.output.hasPrefix("web.docker, www.docker are written after "))
            }
        }

        @Test("another line of a hosts file wins: it is named, with its address, 75")
        func overridden() async throws {
            try await Lab.run { lab in
                let path = try lab.write("10.9.8.9 other Web.docker\n", to: "hosts")
                _ = try await Self.serve(lab, Self.hosts(path))
                for _ in 0..<2 {
                    let up = try await lab.emit(Self.up, status: 75)
                    #expect(up.output == "" && up.errorLines.count == 1, "\(up.errors)")
                    for word in [path, "web.docker", "10.9.8.9", "wins"] {
                        #expect(up.errors.contains(word), "\(up.errors)")
                    }
                }
                // Not so where it says the same.
                let same = try await lab.emit(["up", "web", "--address", "10.9.8.9", "--wait"])
                #expect(same.output.hasPrefix("web.docker is written after "), "\(same.output)")
                // And not once it is gone.
                try lab.write("", to: "hosts")
                let gone = try await lab.emit(
                    ["up", "web", "--address", "10.9.8.6", "--wait"])
                #expect(gone.output.hasPrefix("web.docker is written after "), "\(gone.output)")
            }
        }

        @Test("a server answers, and a hosts file has another line: both are said, 0")
        func overriddenAndAnswered() async throws {
            try await Lab.run { lab in
                let path = try lab.write("10.9.8.9 web.docker\n", to: "hosts")
                let names = try await lab.startNameServer()
                _ = try await Self.serve(
                    lab, Self.dnsmasq(names, server: names), Self.hosts(path))
                let up = try await lab.emit(Self.up)
                #expect(!up.output.contains("resolves"), "\(up.output)")
                for word in ["web.docker is written", path, "10.9.8.9", "wins"] {
                    #expect(up.output.contains(word), "\(up.output)")
                }
                let other = try await lab.emit(["up", "db", "--address", "10.9.8.7", "--wait"])
                // A hosts file cannot be asked.
                #expect(other.output.hasPrefix("db.docker is written after "), "\(other.output)")
            }
        }

        @Test("the server that is asked reads another place: what it answers is said, 75")
        func unanswered() async throws {
            try await Lab.run { lab in
                let other = try await lab.startNameServer(.file, name: "other")
                try lab.write("10.9.8.9 web.docker\n", to: "other-hosts")
                kill(try other.process(), SIGHUP)
                try await other.waitUntil("web.docker", resolvesTo: ["10.9.8.9"])
                let names = try lab.makeNameServer()
                try lab.makeSink(of: names)
                _ = try await Self.serve(lab, Self.dnsmasq(names, server: other))
                let up = try await lab.emit(Self.up + ["--timeout", "10s"], status: 75)
                #expect(up.output == "" && up.errorLines.count == 1, "\(up.errors)")
                for word in ["web.docker", "10.9.8.7", "10.9.8.9", "127.0.0.1:\(other.port)"] {
                    #expect(up.errors.contains(word), "\(up.errors)")
                }
            }
        }

        @Test("the server also answers another address: that is said")
        func shared() async throws {
            try await Lab.run { lab in
                let names = try await lab.startNameServer()
                try lab.write("10.9.8.9 web.docker\n", to: "gate-hosts/by-hand")
                try await names.waitUntil("web.docker", resolvesTo: ["10.9.8.9"])
                _ = try await Self.serve(lab, Self.dnsmasq(names, server: names))
                let up = try await lab.emit(Self.up)
                #expect(up.output.hasPrefix("web.docker resolves after "), "\(up.output)")
                #expect(up.output.contains("also answers 10.9.8.9"), "\(up.output)")
            }
        }

        @Test("no sink takes the name: 75; one that is not required does: it is registered")
        func untaken() async throws {
            try await Lab.run { lab in
                let path = try lab.write("", to: "hosts")
                let host = try await Self.serve(lab, Self.hosts(path, "names = [\"db\"]"))
                let up = try await lab.emit(Self.up, status: 75)
                #expect(up.errors.contains("no sink takes this name"), "\(up.errors)")
                host.signal(SIGTERM)
                try await host.waitForEnd()
                _ = try await Self.serve(
                    lab, Self.hosts(path, "names = [\"db\"]"),
                    Self.hosts(try lab.write("", to: "more"), "required = false"))
                let registered = try await lab.emit(Self.up)
                #expect(
                    registered.output.hasPrefix("web.docker is registered"), "\(registered.output)")
            }
        }

        @Test("a sink that cannot be written: why is said when the time is over, 75")
        func failing() async throws {
            try await Lab.run { lab in
                let names = try lab.makeNameServer()
                _ = try await Self.serve(
                    lab, Self.dnsmasq(names, server: names))
                let up = try await lab.emit(Self.up + ["--timeout", "8s"], status: 75)
                #expect(up.errors.contains("'gate'"), "\(up.errors)")
                #expect(up.errors.contains("127.0.0.1:\(names.port)"), "\(up.errors)")
            }
        }

        @Test("what another instance holds stays at a down, and that is said")
        func stays() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let first = "00000000-0000-4000-8000-000000000001"
                let second = "00000000-0000-4000-8000-000000000002"
                try await lab.emit(Self.up + ["--instance", first])
                let down = try await lab.emit(
                    ["down", "web", "--address", "10.9.8.7", "--wait", "--instance", second])
                #expect(down.output.hasPrefix("web.docker stays registered after "))
                #expect(await host.names.ask("web.docker")?.records == ["10.9.8.7"])
            }
        }
    }
}
