import Foundation
import Testing

extension EndToEndTests {
    /// A queue that a host of an earlier version has left at the broker, without `x-max-length`.
    @Suite(.onlyOnce) struct LegacyQueue {
        @Test("it is made anew where it is empty", arguments: [LabTransport.amqp, .http])
        func empty(transport: LabTransport) async throws {
            try await Self.run(over: transport) { lab in
                _ = try await lab.startHost()
                #expect(try await lab.queueArguments()["x-max-length"] != nil)
            }
        }

        @Test(
            "what waits in it arrives, and it is made anew later",
            arguments: [LabTransport.amqp, .http])
        func full(transport: LabTransport) async throws {
            try await Self.run(over: transport) { lab in
                try await lab.publish("10.9.8.7:web:up")
                let host = try await lab.startHost()
                try await host.names.waitUntil("web.docker", resolvesTo: ["10.9.8.7"])
                try await lab.waitUntilAcknowledged()
                #expect(try await lab.queueArguments()["x-max-length"] == nil)
                host.program.signal(SIGTERM)
                try await host.program.waitForEnd()
                _ = try await lab.serve(host.configurationFile)
                #expect(try await lab.queueArguments()["x-max-length"] != nil)
            }
        }

        private static func run(
            over transport: LabTransport, _ body: (Lab) async throws -> Void
        ) async throws {
            var environment = try #require(LabEnvironment.current)
            environment.transport = transport
            try await Lab.run(in: environment) { lab in
                try await lab.declareLegacyQueue()
                try await body(lab)
            }
        }
    }
}

extension Lab {
    private var queuePath: String { "queues/\(virtualHost)/my-docker-network.host.gate" }

    fileprivate func declareLegacyQueue() async throws {
        let arguments = ["x-max-length-bytes": 268_435_456, "x-expires": 86_400_000]
        try await broker.request(
            "PUT", queuePath, body: ["durable": true, "arguments": arguments])
    }

    fileprivate func publish(_ body: String) async throws {
        try await broker.request(
            "POST", "exchanges/\(virtualHost)/amq.default/publish",
            body: [
                "properties": [:] as [String: String],
                "routing_key": "my-docker-network.host.gate", "payload": body,
                "payload_encoding": "string",
            ])
    }

    /// The queue's arguments, by name.
    fileprivate func queueArguments() async throws -> [String: Int] {
        let data = try await broker.request("GET", queuePath)
        let queue = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        return try #require(queue?["arguments"] as? [String: Int])
    }
}
