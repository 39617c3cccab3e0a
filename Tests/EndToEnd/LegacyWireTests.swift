import Foundation
import Testing
import TestSupport

extension EndToEndTests {
    /// Interoperability with the programs of 2014, both ways.
    @Suite struct LegacyWire {
        @Test("what a 2014 program sends is applied", arguments: [false, true])
        func applies(persistent: Bool) async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost(.file)
                try await lab.sendAsIn2014("10.9.8.7:web:up", persistent: persistent)
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                try await lab.sendAsIn2014("10.9.8.7:web:down", persistent: persistent)
                try await host.names.waitUntilGone("web.docker")
            }
        }

        @Test("a name announced by a 2014 program does not expire, and a 2014 'down' ends a run's")
        func mixing() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                _ = try lab.startEmitter(["run", "new", "--address", "10.9.8.6", "--lease", "10m"])
                try await host.names.waitUntil("new.docker", resolvesTo: ["10.9.8.6"])
                try await lab.sendAsIn2014("10.9.8.6:new:down")
                try await host.names.waitUntilGone("new.docker")
                try await lab.sendAsIn2014("10.9.8.7:old:up")
                try await host.names.waitUntil("old.docker", resolvesTo: ["10.9.8.7"])
                try await lab.emit(["down", "old", "--address", "10.9.8.7"])
                try await host.names.waitUntilGone("old.docker")
            }
        }

        @Test("a 2014 program may declare the exchange first")
        func declaredFirst() async throws {
            try await Lab.run { lab in
                let receiver = try await lab.receiveAsIn2014()
                let host = try await lab.startHost()
                try await lab.sendAsIn2014("10.9.8.7:web:up")
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                #expect(receiver.end == nil)
            }
        }

        @Test("a 2014 receiver reads what up, down and run send")
        func reading() async throws {
            try await Lab.run { lab in
                _ = try await lab.startHost()
                let receiver = try await lab.receiveAsIn2014()
                try await lab.emit(["up", "web", "--address", "10.9.8.7"])
                try await lab.emit(["down", "web", "--address", "10.9.8.7"])
                try await lab.emit(["up", "web", "--address", "fd00::7", "--lease", "1m"])
                let emitter = try lab.startEmitter(["run", "db", "--address", "10.9.8.6"])
                try await emitter.waitForLine("announced")
                emitter.signal(SIGTERM)
                try await emitter.waitForEnd()
                let expected = [
                    "10.9.8.7:web:up", "10.9.8.7:web:down", "fd00::7:web:up", "10.9.8.6:db:up",
                    "10.9.8.6:db:down",
                ].map { Lab.LegacyMessage(body: $0, routingKey: "") }
                try await eventually("all of it is received") {
                    try lab.messages(of: receiver).count >= expected.count
                }
                #expect(try lab.messages(of: receiver) == expected)
            }
        }

        @Test("emitters work where only a 2014 receiver listens")
        func onlyLegacy() async throws {
            try await Lab.run { lab in
                let receiver = try await lab.receiveAsIn2014()
                try await lab.emit(["up", "web", "--address", "10.9.8.7"])
                let emitter = try lab.startEmitter(["run", "db", "--address", "10.9.8.6"])
                try await emitter.waitForLine("announced")
                try await eventually("both are received") {
                    try lab.messages(of: receiver).map(\.body)
                        == ["10.9.8.7:web:up", "10.9.8.6:db:up"]
                }
            }
        }

        @Test(
            "a malformed body is refused once, and the service goes on",
            arguments: [
                "", ":::", "10.9.8.7:web", "10.9.8.7:web:sideways", "10.9.8.256:web:up",
                "10.9.8.7:web_1:up", "127.0.0.1:web:up", "10.9.8.7:-web:up", "hex:00ff3a77",
            ])
        func malformed(body: String) async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                for _ in 1...3 { try await lab.sendAsIn2014(body, persistent: true) }
                try await lab.emit(["up", "good", "--address", "10.9.8.7", "--wait"])
                #expect(await host.names.ask("good.docker")?.records == ["10.9.8.7"])
                #expect(host.program.end == nil)
                let lines = host.program.errorLines.filter { $0.contains(" warning ") }
                #expect(lines.count == 1)

                // Acknowledged as well: none of them comes to the next service before what is new.
                try await lab.waitUntilAcknowledged()
                host.program.signal(SIGTERM)
                try await host.program.waitForEnd()
                let again = try await lab.serve(host.configurationFile)
                try await lab.emit(["up", "next", "--address", "10.9.8.8", "--wait"])
                #expect(!again.errors.contains(" warning "))
            }
        }

        @Test(
            "hostile properties do not stop the service",
            arguments: [
                #"{"headers": {"instance": "me", "started": 1, "sequence": 1, "lease": 30}}"#,
                #"{"headers": {"instance": 7, "started": "soon", "sequence": [], "lease": {}}}"#,
                #"{"headers": {"instance": "00000000-0000-0000-0000-000000000000"}}"#,
                #"{"headers": {"lease": -1, "started": -9223372036854775808, "sequence": 0}}"#,
                #"{"headers": {"lease": 9223372036854775807}}"#,
                #"{"type": "sideways", "message_id": "", "app_id": "", "timestamp": 0}"#,
                #"{"reply_to": "no.such.queue", "correlation_id": "7"}"#,
                #"{"reply_to": "my-docker-network.host.gate", "correlation_id": ""}"#,
                #"{"content_encoding": "gzip", "content_type": "x", "priority": 255}"#,
            ])
        func hostileProperties(properties: String) async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                try await lab.abuse("10.9.8.6:odd:up", properties: properties)
                try await lab.abuse("not an announcement", properties: properties)
                try await lab.emit(["up", "good", "--address", "10.9.8.7", "--wait"])
                #expect(await host.names.ask("good.docker")?.records == ["10.9.8.7"])
                #expect(host.program.end == nil)
                #expect(host.program.errorLines.filter { $0.contains("ready") }.count == 1)
            }
        }

        @Test("a body of a megabyte and a flood of malformed ones do not stop the service")
        func flood() async throws {
            try await Lab.run { lab in
                let host = try await lab.startHost()
                try await lab.flood(count: 5_000)
                try await lab.emit(["up", "good", "--address", "10.9.8.7", "--wait"])
                #expect(await host.names.ask("good.docker")?.records == ["10.9.8.7"])
                let complaints = host.program.errorLines.filter { $0.contains(" warning ") }
                #expect((1...3).contains(complaints.count))
            }
        }
    }
}
