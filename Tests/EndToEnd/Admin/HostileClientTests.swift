import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// Clients of the admin server that mean it harm.
    @Suite(.onlyOnce) struct HostileClients {
        @Test("what is no plain GET of this server is answered and cut")
        func requests() async throws {
            try await Status.run { service in
                func status(_ text: String) async throws -> Int {
                    let client = try WebClient(port: service.port)
                    client.send(text)
                    return try await client.answer().status
                }
                let end = "\r\n\r\n"
                #expect(try await status("GET /livez HTTP/1.1\r\nHost: localhost\(end)") == 200)
                for host in ["evil.example", "localhost.evil.example", "evil.example:9380"] {
                    #expect(try await status("GET / HTTP/1.1\r\nHost: \(host)\(end)") == 421)
                }
                #expect(try await status("POST / HTTP/1.1\r\nHost: localhost\(end)") == 405)
                #expect(try await status("DELETE /v1/names HTTP/1.1\r\nHost: a\(end)") == 405)
                #expect(try await status("nonsense\(end)") == 400)
                #expect(try await status(String(repeating: "a", count: 100_000)) == 431)
                // Nothing lets a page of the web read what is here.
                let client = try WebClient(port: service.port)
                client.get("/v1/status", more: "Origin: http://evil.example\r\n")
                _ = try await client.answer()
                #expect(!client.read().text.lowercased().contains("access-control"))
            }
        }

        @Test("slow clients and 1,000 connections leave room for others, within bounds")
        func connections() async throws {
            try await Status.run { service in
                let slow = try WebClient(path: service.socket)
                var clients: [WebClient] = []
                for number in 0..<1_000 {
                    let client =
                        try number.isMultiple(of: 2)
                        ? WebClient(port: service.port) : WebClient(path: service.socket)
                    client.send("GET /v1/st")
                    clients.append(client)
                    if number.isMultiple(of: 100) {
                        #expect(try await service.page("/livez").status == 200)
                    }
                }
                #expect(try await service.page("/livez").status == 200)
                let files = try FileManager.default.contentsOfDirectory(
                    atPath: "/proc/\(service.program.process)/fd")
                #expect(files.count < 300)
                // One byte after the other, it is cut all the same.
                try await eventually("the slow client is cut") {
                    slow.send("a")
                    return slow.read().isOver
                }
                try await eventually("those that stay silent are cut") {
                    clients.allSatisfy { $0.read().isOver }
                }
            }
        }

        @Test("those who watch and do not read, and too many who watch, cost others nothing")
        func watchers() async throws {
            try await Status.run { service in
                var watchers: [WebClient] = []
                for _ in 0..<32 {
                    let client = try WebClient(path: service.socket)
                    client.get("/v1/events")
                    watchers.append(client)
                }
                for watcher in watchers { try await watcher.waitFor("event: start") }
                #expect(try await service.page("/v1/events").status == 503)
                #expect(try await service.page("/v1/names").status == 200)
                try await service.announce("up", "web", "10.9.8.7")
                for watcher in watchers { try await watcher.waitFor("event: announced") }
                watchers = []
                try await eventually("there is room again") {
                    let client = try WebClient(path: service.socket)
                    client.get("/v1/events")
                    try await eventually("it answers") { client.read().text.contains("\r\n\r\n") }
                    return client.read().text.contains("event: start")
                }
            }
        }
    }
}
