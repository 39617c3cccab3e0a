import DockerNetwork
import DockerNetworkConnection
import Synchronization

/// What an emitter holds of its connection; `close` lets go of it, thread and all.
final class UnixSocketPublisher: Publisher {
    private let connection: Mutex<PublisherConnection?>
    private let endpoint: String

    init(_ connection: PublisherConnection) {
        endpoint = connection.configuration.endpoint
        capabilities = UnixSocketTransport.capabilities
        self.connection = Mutex(connection)
    }

    let capabilities: TransportCapabilities

    func publish(
        _ publications: [Publication]
    ) async throws(TransportError) -> [PublishOutcome] {
        let reply = Reply<[PublishOutcome]>()
        try held().submit { $0.publish(publications, reply) }
        return try await reply.value()
    }

    func nextSignal() async throws(TransportError) -> PublisherSignal {
        let reply = Reply<PublisherSignal>()
        try held().submit { $0.nextSignal(reply) }
        return try await reply.value()
    }

    func close() async {
        guard let connection = connection.withLock({ $0.take() }) else { return }
        let reply = Reply<Void>()
        connection.submit { $0.close(reply) }
        _ = await reply.answer()
    }

    private func held() throws(TransportError) -> PublisherConnection {
        guard let connection = connection.withLock({ $0 }) else {
            throw TransportError(.closed, "\(endpoint): closed by this program")
        }
        return connection
    }
}
