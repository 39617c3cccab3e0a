import Foundation
import Testing
import TestSupport

extension Lab {
    /// Whether the broker takes connections over AMQP.
    enum Listener: String, Sendable {
        case closed = "suspend_listener"
        case open = "resume_listener"
    }

    /// Closes the broker's AMQP listener, or opens it again; what is connected stays.
    func setListener(_ state: Listener) async throws {
        let words = try await control([
            "eval",
            """
            [ranch:\(state.rawValue)(Listener) || {acceptor, _, \(environment.brokerPort)} = Listener \
            <- maps:keys(ranch:info())].
            """,
        ])
        try #require(words == "[ok]", "\(words)")
    }

    /// Has the broker close every AMQP connection.
    func closeEveryConnection() async throws {
        _ = try await control([
            "close_all_connections", "--vhost", virtualHost, "a test closes AMQP",
        ])
    }

    /// How many AMQP connections this lab's virtual host has.
    func connectionsOverAMQP() async throws -> Int {
        let words = try await control(["-q", "list_connections", "--no-table-headers", "vhost"])
        return words.split(separator: "\n").count { $0 == virtualHost }
    }

    /// Waits until the host's queue is empty: over HTTP what is acknowledged is removed a moment
    /// later, and comes again where the host ends before.
    func waitUntilAcknowledged() async throws {
        try await eventually("the queues are empty") {
            let words = try await control([
                "-q", "list_queues", "--vhost", virtualHost, "--no-table-headers", "messages",
            ])
            return words.split(separator: "\n").allSatisfy { $0 == "0" }
        }
    }
}
