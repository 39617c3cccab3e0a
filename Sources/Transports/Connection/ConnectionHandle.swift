package import DockerNetwork
import Synchronization

/// What a caller holds of a connection, until it lets go of it, thread and all.
package struct ConnectionHandle<Connection: ConnectionActor>: ~Copyable {
    private let connection: Mutex<Connection?>
    private let closed: TransportError

    /// Holds a connection.
    package init(_ connection: Connection) {
        self.connection = Mutex(connection)
        closed = connection.closedHere
    }

    /// Makes a call, and waits for its answer.
    ///
    /// - Returns: What the answer says.
    /// - Throws: What the answer says, `.cancelled`, or `.closed` after `finish`.
    package func call<Value: Sendable>(
        _ work: @escaping @Sendable (isolated Connection, Reply<Value>) -> Void
    ) async throws(TransportError) -> Value {
        let connection = try held()
        let reply = Reply<Value>()
        return try await reply.value { connection.submit { work($0, reply) } }
    }

    /// The connection.
    ///
    /// - Throws: `.closed` once nobody holds it any more.
    package func held() throws(TransportError) -> Connection {
        guard let connection = connection.withLock({ $0 }) else {
            throw closed
        }
        return connection
    }

    /// Lets go of the connection, which is the caller's then; nil where nobody held it any more.
    package func take() -> Connection? { connection.withLock { $0.take() } }

    /// Lets go of the connection after a last call, once; the task may be cancelled.
    func finish(
        _ work: @escaping @Sendable (isolated Connection, Reply<Void>) -> Void
    ) async {
        guard let connection = take() else { return }
        let reply = Reply<Void>()
        connection.submit { work($0, reply) }
        _ = await reply.answer()
    }
}
