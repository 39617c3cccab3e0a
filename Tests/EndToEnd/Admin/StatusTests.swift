import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// What a running service tells of itself: `status`, `watch`, and the pages behind them.
    @Suite(.onlyOnce) struct Status {
        /// A service with a Unix socket, a hosts file, and an admin server on a socket and a port.
        struct Service {
            let lab: Lab
            let program: RunningProgram
            let file: String
            let port: UInt16
            var socket: String { lab.path("run/admin.sock") }

            func page(
                _ path: String, more: String = ""
            ) async throws -> (status: Int, body: String) {
                let client = try WebClient(path: socket)
                client.get(path, more: more)
                return try await client.answer()
            }

            /// Runs the host's program beside the service.
            func tool(_ arguments: String...) throws -> RunningProgram {
                try lab.startHostTool(arguments + ["--config", file])
            }

            func announce(_ kind: String, _ name: String, _ address: String) async throws {
                try await lab.emit(
                    [kind, name, "--address", address],
                    environment: [
                        "MY_DOCKER_NETWORK_URL": "unix://\(lab.path("run/announce.sock"))",
                        "MY_DOCKER_NETWORK_PASSWORD_FILE": "",
                    ])
            }
        }

        static func run(hosts: String = "", _ body: (Service) async throws -> Void) async throws {
            try await Lab.run { lab in
                let port = try FreePort.next()
                let path = try lab.write(hosts, to: "hosts")
                let file = try lab.write(
                    """
                    host-name = "gate"
                    [[transports]]
                    url = "unix://\(lab.path("run/announce.sock"))"
                    [[sinks]]
                    kind = "hosts"
                    path = "\(path)"
                    [admin]
                    listen = ["unix://\(lab.path("run/admin.sock"))", "127.0.0.1:\(port)"]

                    """, to: "gate.toml")
                let program = try await lab.serve(file)
                let service = Service(lab: lab, program: program, file: file, port: port)
                try await eventually("the admin server listens") {
                    (try? WebClient(path: service.socket)) != nil
                        && (try? WebClient(port: port)) != nil
                }
                try await body(service)
            }
        }

        @Test("the pages say what there is, in the shape that the documentation promises")
        func pages() async throws {
            try await Self.run { service in
                try await service.announce("up", "web", "10.9.8.7")
                try await eventually("it is ready") {
                    try await service.page("/readyz") == (200, "ready\n")
                }
                #expect(try await service.page("/livez") == (200, "alive\n"))
                #expect(try await service.page("/nowhere").status == 404)
                #expect(try await service.page("/").body.contains("/v1/status"))
                let schema = try JSONSchema(
                    path: service.lab.environment.testFile("../../docs/status.schema.json"))
                let status = try await service.page("/v1/status")
                #expect(status.status == 200)
                #expect(try schema.faults(in: status.body) == [])
                #expect(status.body.contains("\"name\": \"web.docker\""))
                #expect(try schema.faults(in: "{\"service\": {}}").count > 5)
                let names = try await service.page("/v1/names")
                #expect(names.body.contains("\"address\": \"10.9.8.7\""))
                let metrics = try await service.page("/metrics").body
                #expect(metrics.contains("my_docker_network_names 1\n"))
                #expect(
                    metrics.contains("my_docker_network_announcements_total{result=\"changed\"} 1"))
                let documented = try String(
                    contentsOfFile: service.lab.environment.testFile("../../docs/status.md"),
                    encoding: .utf8)
                for line in metrics.split(separator: "\n") where line.hasPrefix("# TYPE ") {
                    let name = try #require(line.split(separator: " ").dropFirst(2).first)
                    #expect(documented.contains("`\(name)`"), "\(name) is in no table")
                }
                let mode = try FileManager.default.attributesOfItem(atPath: service.socket)
                #expect(mode[.posixPermissions] as? Int == 0o660)
            }
        }

        @Test("status fits a terminal; --json has every name; both end with 69 without a service")
        func status() async throws {
            try await Self.run { service in
                try await service.announce("up", "web", "10.9.8.7")
                let text = try service.tool("status")
                #expect(try await text.waitForEnd() == .exit(0), "\(text.errors)")
                for words in ["TRANSPORTS", "connected", "SINKS", "hosts ", "NAMES", "1 in all"] {
                    #expect(text.output.contains(words), "\(text.output)")
                }
                #expect(text.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
                let json = try service.tool("status", "--json")
                #expect(try await json.waitForEnd() == .exit(0), "\(json.errors)")
                let status =
                    try JSONSerialization.jsonObject(with: Data(json.output.utf8))
                    as? [String: Any]
                for key in ["transports", "sinks", "names", "refusals"] {
                    #expect(status?[key] is [Any], "\(key)")
                }
                service.program.signal(SIGTERM)
                #expect(try await service.program.waitForEnd() == .exit(0))
                #expect(!FileManager.default.fileExists(atPath: service.socket))
                for command in ["status", "watch"] {
                    let program = try service.tool(command)
                    #expect(try await program.waitForEnd() == .exit(69))
                    #expect(program.errorLines.count == 1, "\(program.errors)")
                    #expect(program.errors.contains("no service answers at unix://"))
                }
            }
        }

        @Test("watch tells every change live, with who and how long it took")
        func watch() async throws {
            try await Self.run { service in
                let text = try service.tool("watch")
                let json = try service.tool("watch", "--json")
                for program in [text, json] {
                    try await eventually("it watches") { !program.output.isEmpty }
                }
                try await service.announce("up", "web", "10.9.8.7")
                try await service.announce("down", "web", "10.9.8.7")
                for program in [text, json] {
                    try await eventually("both changes are told: \(program.output)") {
                        program.output.split(separator: "\n").count == 3
                    }
                }
                let lines = text.output.split(separator: "\n")
                let words = "\\+ web\\.docker 10\\.9\\.8\\.7 announced by uid:[0-9]+.*, [0-9.]+ ms$"
                #expect(lines[1].range(of: words, options: .regularExpression) != nil, "\(lines)")
                #expect(lines[2].contains(" - web.docker 10.9.8.7 withdrawn by uid:"))
                #expect(!text.output.contains("\u{1B}"))
                let events = try json.output.split(separator: "\n").map { line in
                    try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                }
                #expect(
                    events.map { $0?["event"] as? String } == ["start", "announced", "withdrawn"])
                #expect(events[1]?["change"] as? String == "up")
                #expect(events[1]?["took_ms"] is Double)
                service.program.signal(SIGTERM)
                for program in [text, json] {
                    #expect(try await program.waitForEnd() == .exit(69), "\(program.errors)")
                    #expect(program.errors.contains("the service has stopped"))
                }
            }
        }

        @Test("a sink that cannot be written makes the service not ready, and says why")
        func notReady() async throws {
            try await Self.run { service in
                try await eventually("it is ready") {
                    try await service.page("/readyz").status == 200
                }
                let events = try WebClient(path: service.socket)
                events.get("/v1/events")
                try await events.waitFor("event: start")
                let path = service.lab.path("hosts")
                try FileManager.default.removeItem(atPath: path)
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: false)
                try await service.announce("up", "web", "10.9.8.7")
                try await eventually("it is not ready") {
                    let page = try await service.page("/readyz")
                    return page.status == 503 && page.body.contains("not written: hosts \(path)")
                }
                try await events.waitFor("\"waits_for\": [\"hosts \(path)\"]")
                try FileManager.default.removeItem(atPath: path)
                try await eventually("it is ready again") {
                    try await service.page("/readyz").status == 200
                }
            }
        }

        @Test("10,000 names: status and --json are quick")
        func many() async throws {
            let lines = (0..<10_000).map { number in
                "10.\(number >> 16).\(number >> 8 & 255).\(number & 255) n\(number).docker "
                    + "#my-docker-network was here\n"
            }
            try await Self.run(hosts: lines.joined()) { service in
                let start = ContinuousClock.now
                let text = try service.tool("status")
                #expect(try await text.waitForEnd() == .exit(0), "\(text.errors)")
                #expect(text.output.contains("10,000 in all"))
                let json = try service.tool("status", "--json")
                #expect(try await json.waitForEnd() == .exit(0), "\(json.errors)")
                #expect(json.output.contains("\"n9999.docker\""))
                // Generous: a debug build on a machine that others use.
                #expect(ContinuousClock.now - start < .seconds(20))
            }
        }

        @Test("a reload moves the admin server; an error leaves it where it is")
        func reload() async throws {
            try await Self.run { service in
                let text = try String(contentsOfFile: service.file, encoding: .utf8)
                let moved = text.replacingOccurrences(of: "admin.sock", with: "other.sock")
                try service.lab.write(
                    text.replacingOccurrences(of: "127.0.0.1:", with: "10.0.0.1:"), to: "gate.toml")
                service.program.signal(SIGHUP)
                try await service.program.waitForLine("which others can reach")
                #expect(try await service.page("/livez").status == 200)
                try service.lab.write(moved, to: "gate.toml")
                service.program.signal(SIGHUP)
                try await eventually("it has moved") {
                    (try? WebClient(path: service.lab.path("run/other.sock"))) != nil
                        && !FileManager.default.fileExists(atPath: service.socket)
                }
                _ = try WebClient(port: service.port)
            }
        }
    }
}
