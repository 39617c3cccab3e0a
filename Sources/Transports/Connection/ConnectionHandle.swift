import DockerNetwork
import Synchronization

/// What a caller holds of a connection, until it lets go of it, thread and all.
struct ConnectionHandle<Connection: ConnectionActor>: ~Copyable {
    private let connection: Mutex<Connection?>
    private let endpoint: String

    init(_ connection: Connection, endpoint: String) {
        self.connection = Mutex(connection)
        self.endpoint = endpoint
    }

    /// Makes a call, and waits for its answer.
    ///
    /// - Returns: What the answer says.
    /// - Throws: What the answer says, `.cancelled`, or `.closed` after `finish`.
    func call<Value: Sendable>(
        _ work: @escaping @Sendable (isolated Connection, Reply<Value>) -> Void
    ) async throws(TransportError) -> Value {
        guard let connection = connection.withLock({ $0 }) else {
            throw TransportError(.closed, "\(endpoint): closed by this program")
        }
        let reply = Reply<Value>()
        return try await reply.value { connection.submit { work($0, reply) } }
    }

    /// Lets go of the connection after a last call, once; the task may be cancelled.
    func finish(
        _ work: @escaping @Sendable (isolated Connection, Reply<Void>) -> Void
    ) async {
        guard let connection = connection.withLock({ $0.take() }) else { return }
        let reply = Reply<Void>()
        connection.submit { work($0, reply) }
        _ = await reply.answer()
    }
}
