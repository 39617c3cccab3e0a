import DockerNetwork
import DockerNetworkConnection
import Synchronization

/// What a host holds of its connection; `close` lets go of it, thread and all.
final class UnixSocketSubscription: Subscription {
    private let connection: Mutex<SubscriptionConnection?>
    private let endpoint: String

    init(_ connection: SubscriptionConnection) {
        endpoint = connection.configuration.endpoint
        self.connection = Mutex(connection)
    }

    func nextBatch(limit: Int) async throws(TransportError) -> [Delivery] {
        let reply = Reply<[Delivery]>()
        try held().submit { $0.nextBatch(limit: limit, reply) }
        return try await reply.value()
    }

    func acknowledge(_ tokens: [Delivery.Token]) async throws(TransportError) {
        let reply = Reply<Void>()
        try held().submit { $0.acknowledge(tokens, reply) }
        try await reply.value()
    }

    func send(_ receipts: [(Receipt, to: ReplyAddress)]) async throws(TransportError) {
        let reply = Reply<Void>()
        try held().submit { $0.send(receipts, reply) }
        try await reply.value()
    }

    func sendProbe(_ probe: ProbeID) async throws(TransportError) {
        let reply = Reply<Void>()
        try held().submit { $0.sendProbe(probe, reply) }
        try await reply.value()
    }

    func requestResync() async throws(TransportError) {
        let reply = Reply<Void>()
        try held().submit { $0.requestResync(reply) }
        try await reply.value()
    }

    func close() async {
        guard let connection = connection.withLock({ $0.take() }) else { return }
        let reply = Reply<Void>()
        connection.submit { $0.close(reply) }
        _ = await reply.answer()
    }

    private func held() throws(TransportError) -> SubscriptionConnection {
        guard let connection = connection.withLock({ $0 }) else {
            throw TransportError(.closed, "\(endpoint): closed by this program")
        }
        return connection
    }
}
