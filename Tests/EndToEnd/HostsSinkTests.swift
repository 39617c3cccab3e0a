import Foundation
import Testing

extension EndToEndTests {
    /// Names in a hosts file that others write too.
    @Suite struct HostsSink {
        private let foreign = "127.0.0.1\tlocalhost\r\n# ours no more"

        private func sink(_ path: String) -> String {
            """
            [[sinks]]
            kind = "hosts"
            path = "\(path)"
            """
        }

        @Test("fed beside dnsmasq, swapped for it while names resolve, and cleaned")
        func swapped() async throws {
            try await Lab.run { lab in
                let path = try lab.write(foreign, to: "hosts")
                let host = try await lab.startHost(
                    .directory, Lab.HostSettings(more: sink(path)))
                try await lab.emit(["up", "web", "--address", "10.9.8.1", "--wait"])
                let line = "10.9.8.1 web.docker #my-docker-network was here\n"
                #expect(try text(path) == foreign + "\r\n" + line)
                #expect(await host.names.ask("web.docker")?.records == ["10.9.8.1"])

                // Without dnsmasq from now on.
                let whole = try text(host.configurationFile)
                let start = try #require(whole.range(of: "[[sinks]]"))
                let only = whole[..<start.lowerBound] + sink(path)
                try only.write(toFile: host.configurationFile, atomically: true, encoding: .utf8)
                host.program.signal(SIGHUP)
                try await host.names.waitUntilGone("web.docker", within: .seconds(20))
                #expect(try text(path) == foreign + "\r\n" + line)
                try await lab.emit(["up", "db", "--address", "10.9.8.2", "--wait"])
                #expect(try text(path).contains("\n10.9.8.2 db.docker #"))

                host.program.signal(SIGTERM)
                #expect(try await host.program.waitForEnd() == .exit(0))
                #expect(try text(path).contains(line))
                let clean = try lab.startHostTool(["clean", "--config", host.configurationFile])
                #expect(try await clean.waitForEnd() == .exit(0), "\(clean.errors)")
                #expect(clean.output.contains("hosts \(path): 2 removed"))
                #expect(try text(path) == foreign + "\r\n")
            }
        }

        @Test("a name that the first sink leaves out outlives a restart", arguments: [false, true])
        func leftOut(isFiltered: Bool) async throws {
            try await Lab.run { lab in
                let path = try lab.write(
                    isFiltered ? "" : "10.9.8.9 web.docker\n", to: "hosts")
                let host = try await lab.startHost()
                let whole = try text(host.configurationFile)
                let start = try #require(whole.range(of: "[[sinks]]"))
                let first = sink(path) + (isFiltered ? "\nnames = [\"db\"]\n\n" : "\n\n")
                let both = whole[..<start.lowerBound] + first + whole[start.lowerBound...]
                try both.write(toFile: host.configurationFile, atomically: true, encoding: .utf8)
                host.program.signal(SIGTERM)
                #expect(try await host.program.waitForEnd() == .exit(0))

                let killed = try await lab.serve(host.configurationFile)
                try await lab.emit(["up", "web", "db", "--address", "10.9.8.1", "--wait"])
                killed.signal(SIGKILL)
                try await killed.waitForEnd()
                _ = try await lab.serve(host.configurationFile)
                // Of the next one every sink has been written since.
                try await lab.emit(["up", "new", "--address", "10.9.8.2", "--wait"])
                for name in ["web", "db"] {
                    #expect(await host.names.ask("\(name).docker")?.records == ["10.9.8.1"])
                }
                #expect(try text(path).contains("10.9.8.1 db.docker #"))
                #expect(try !text(path).contains("10.9.8.1 web.docker #"))
            }
        }

        @Test("what is out of a directory is out, also where its dnsmasq does not answer")
        func cleanedWithoutAnswer() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                try await lab.emit(["up", "web", "--address", "10.9.8.1", "--wait"])
                host.program.signal(SIGTERM)
                #expect(try await host.program.waitForEnd() == .exit(0))
                // Nobody answers at port 1, as nobody does where dnsmasq was stopped first.
                let whole = try text(host.configurationFile)
                let silent = whole.replacing("127.0.0.1:\(host.names.port)", with: "127.0.0.1:1")
                try #require(silent != whole)
                try silent.write(
                    toFile: host.configurationFile, atomically: true, encoding: .utf8)
                let clean = try lab.startHostTool(["clean", "--config", host.configurationFile])
                #expect(try await clean.waitForEnd() == .exit(0), "\(clean.errors)")
                #expect(clean.output.contains("1 removed"))
                #expect(clean.lines(with: "is clean, but") == 1)
                try await host.names.waitUntilGone("web.docker")
            }
        }

        @Test(
            "a place that is not there is not made to be cleaned", arguments: ["directory", "file"])
        func cleanedWithoutPlace(mode: String) async throws {
            try await Lab.run { lab in
                let place = lab.path("nowhere/hosts.d")
                let file = try lab.write(
                    """
                    [[sinks]]
                    kind = "dnsmasq"
                    mode = "\(mode)"
                    path = "\(place)"

                    """, to: "clean.toml")
                let clean = try lab.startHostTool(["clean", "--config", file])
                #expect(try await clean.waitForEnd() == .exit(0), "\(clean.errors)")
                #expect(clean.output == "dnsmasq \(place): 0 removed\n")
                #expect(!FileManager.default.fileExists(atPath: lab.path("nowhere")))
            }
        }

        @Test("a sink's own domain is the one that list shows")
        func ownDomain() async throws {
            try await Lab.run { lab in
                let path = try lab.write("", to: "hosts")
                let host = try await lab.startHost(
                    .directory, Lab.HostSettings(more: sink(path) + "\ndomain = \"lan\""))
                try await lab.emit(["up", "web", "--address", "10.9.8.1", "--wait"])
                #expect(try text(path) == "10.9.8.1 web.lan #my-docker-network was here\n")
                let only = try lab.write(
                    sink(path) + "\ndomain = \"lan\"\n", to: "only-hosts.toml")
                for (file, listed) in [
                    (host.configurationFile, "\"names\": [\"web.docker\", \"web.lan\"]"),
                    (only, "\"name\": \"web.lan\""),
                ] {
                    let list = try lab.startHostTool(["list", "--json", "--config", file])
                    #expect(try await list.waitForEnd() == .exit(0), "\(list.errors)")
                    #expect(list.output.contains(listed))
                }
            }
        }

        private func text(_ path: String) throws -> String {
            try String(contentsOfFile: path, encoding: .utf8)
        }
    }
}
