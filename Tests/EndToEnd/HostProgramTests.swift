import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// `my-docker-network` itself.
    @Suite struct HostProgram {
        private struct ListedName: Decodable {
            var name: String
            var address: String
        }

        @Test("list --json: an array with each name and address")
        func listing() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                try await lab.emit(["up", "web", "--address", "10.9.8.7", "--wait"])
                try await lab.emit(["up", "db", "--address", "fd00::7", "--wait"])
                let list = try lab.startHostTool(
                    ["list", "--json", "--config", host.configurationFile])
                #expect(try await list.waitForEnd() == .exit(0))
                let names = try JSONDecoder().decode(
                    [ListedName].self, from: Data(list.output.utf8))
                #expect(
                    Set(names.map { "\($0.name) \($0.address)" })
                        == ["web.docker 10.9.8.7", "db.docker fd00::7"])
                #expect(list.errors == "")
            }
        }

        @Test("list --json where nothing is registered: an empty array")
        func emptyListing() async throws {
            try await Lab.run { lab in
                let names = try await lab.startNameServer()
                let file = try lab.writeConfiguration(Lab.HostSettings(), names)
                let list = try lab.startHostTool(["list", "--json", "--config", file])
                #expect(try await list.waitForEnd() == .exit(0))
                #expect(
                    try JSONDecoder().decode([ListedName].self, from: Data(list.output.utf8))
                        .isEmpty)
            }
        }

        @Test("list: one line a name")
        func tableListing() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost(.file)
                try await lab.emit(["up", "web", "--address", "10.9.8.7", "--wait"])
                let list = try lab.startHostTool(["list", "--config", host.configurationFile])
                #expect(try await list.waitForEnd() == .exit(0))
                let lines = list.output.split(separator: "\n")
                #expect(
                    lines.contains { $0.contains("web.docker") && $0.contains("10.9.8.7") })
            }
        }

        @Test("an old dnsmasq is known by what its program says")
        func oldProgram() async throws {
            try await Lab.run { lab in
                let names = try await lab.startNameServer()
                let program = try lab.write(
                    "#!/bin/sh\necho Dnsmasq version 2.85\n", to: "old-dnsmasq", mode: 0o755)
                let asked = try lab.writeConfiguration(Lab.HostSettings(), names)
                // Where nobody answers, only the program can tell.
                let whole = try String(contentsOfFile: asked, encoding: .utf8)
                let file = try lab.write(
                    whole.replacing(
                        "server = \"127.0.0.1:\(names.port)\"", with: "program = \"\(program)\""),
                    to: "silent.toml")
                let host = try await lab.serve(file)
                try await lab.emit(["up", "web", "--address", "10.9.8.7", "--wait"])
                try await host.waitForLine("dnsmasq 2.85 never removes")
                try await names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                try await lab.emit(["down", "web", "--address", "10.9.8.7"])
                try await names.waitUntilGone("web.docker")
                let written = try FileManager.default.contentsOfDirectory(atPath: names.path)
                #expect(written == ["my-docker-network-all"])
            }
        }

        @Test("serve: one line with 'ready', READY=1 to NOTIFY_SOCKET, then how it does")
        func readiness() async throws {
            try await Lab.run { lab in
                let socket = try NotificationSocket(lab.path("notify"))
                let names = try await lab.startNameServer()
                let file = try lab.writeConfiguration(Lab.HostSettings(), names)
                let program = try await lab.serve(
                    file, environment: ["NOTIFY_SOCKET": socket.path])
                func waitForLine(_ line: String) async throws {
                    try await eventually("\(line) arrives", within: .seconds(30)) {
                        let lines = socket.receive()?.split(separator: "\n") ?? []
                        return lines.contains { $0.hasPrefix(line) }
                    }
                }
                try await waitForLine("READY=1")
                try await lab.emit(["up", "web", "--address", "10.9.8.7"])
                try await waitForLine("STATUS=1 name; connected: ")
                #expect(program.errorLines.filter { $0.contains("ready") }.count == 1)
            }
        }

        @Test("serve stops cleanly on SIGTERM and SIGINT", arguments: [SIGTERM, SIGINT])
        func stopping(signal: Int32) async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                try await lab.emit(["up", "web", "--address", "10.9.8.7", "--wait"])
                host.program.signal(signal)
                #expect(try await host.program.waitForEnd(within: .seconds(10)) == .exit(0))
                #expect(await host.names.ask("web.docker")?.records == ["10.9.8.7"])
            }
        }

        @Test("check-config says what it would do, and contacts nobody")
        func checking() async throws {
            try await Lab.run { lab in
                let names = try await lab.startNameServer()
                let settings = Lab.HostSettings(port: try FreePort.next())
                let file = try lab.writeConfiguration(settings, names)
                let check = try lab.startHostTool(["check-config", "--config", file])
                #expect(try await check.waitForEnd() == .exit(0))
                #expect(check.output.contains(names.path))
                #expect(check.output.contains("127.0.0.1"))
            }
        }

        @Test("a sink that cannot be written does not stop serve, and recovers", .needsReceipts)
        func sinkRecovers() async throws {
            try await Lab.run { lab in
                // A file stands where the folder above the sink should be.
                let place = try lab.write("", to: "place")
                let names = try lab.makeNameServer(path: "\(place)/hosts.d")
                let file = try lab.writeConfiguration(Lab.HostSettings(), names)
                let host = try await lab.serve(file)
                try await lab.emit(["up", "web", "--address", "10.9.8.7"])
                try await host.waitForLine("sink")
                let late = try await lab.emit(
                    ["up", "db", "--address", "10.9.8.6", "--wait", "--timeout", "1s"], status: 75)
                #expect(late.errorLines.count == 1)
                #expect(host.end == nil)

                try FileManager.default.removeItem(atPath: place)
                try lab.makeSink(of: names)
                try await lab.start(names)
                try await names.waitUntil(
                    "web.docker", resolvesTo: ["10.9.8.7"], within: .seconds(40))
                try await names.waitUntil("db.docker", resolvesTo: ["10.9.8.6"])
                try await lab.emit(["up", "new", "--address", "10.9.8.5", "--wait"])
                #expect(await names.ask("new.docker")?.records == ["10.9.8.5"])
            }
        }

        @Test("the password stands in no command line")
        func commandLines() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                let emitter = try lab.startEmitter(["run", "web", "--address", "10.9.8.7"])
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                for program in [host.program, emitter] {
                    let line = try String(
                        decoding: Data(
                            contentsOf: URL(fileURLWithPath: "/proc/\(program.process)/cmdline")),
                        as: UTF8.self)
                    #expect(line.contains("my-docker-network"))
                    #expect(!line.contains(lab.password))
                }
            }
        }
    }
}
