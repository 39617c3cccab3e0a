import DockerNetwork
import Synchronization

/// A caller's hold on a connection, until the caller lets go of it, thread and all.
struct ConnectionHandle<Link: ConnectionLink>: ~Copyable {
    private let connection: Mutex<Connection<Link>?>
    private let closed: TransportError

    /// Holds a connection.
    init(_ connection: Connection<Link>) {
        self.connection = Mutex(connection)
        closed = connection.closedHere
    }

    /// Ends the connection if nobody has closed it, so that no thread stays behind.
    deinit {
        take()?.drop()
    }

    /// Connects.
    func open() async throws(TransportError) {
        let connection = try held()
        let reply = Reply<Void>()
        try await reply.value { connection.open(reply) }
    }

    /// Makes a call, and waits for its answer.
    ///
    /// - Returns: What the answer says.
    /// - Throws: What the answer says, `.cancelled`, or `.closed` after `close`.
    func call<Value: Sendable>(
        _ work: @escaping @Sendable (Link, Reply<Value>) throws(TransportError) -> Void
    ) async throws(TransportError) -> Value {
        let connection = try held()
        let reply = Reply<Value>()
        return try await reply.value { connection.call(reply, work) }
    }

    /// Closes the connection and lets go of it, once; the task may be cancelled.
    func close() async {
        guard let connection = take() else { return }
        let reply = Reply<Void>()
        connection.close(reply)
        _ = await reply.answer()
    }

    private func held() throws(TransportError) -> Connection<Link> {
        guard let connection = connection.withLock({ $0 }) else { throw closed }
        return connection
    }

    private func take() -> Connection<Link>? { connection.withLock { $0.take() } }
}
