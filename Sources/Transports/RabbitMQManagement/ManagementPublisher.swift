#if RabbitMQManagement
    import DockerNetworkConnection
    import DockerNetwork
    import Synchronization

    /// What an emitter holds of its connection; `close` lets go of it, thread and all.
    final class ManagementPublisher: Publisher {
        private let session: Mutex<PublisherSession?>
        private let endpoint: String

        init(_ session: PublisherSession) {
            endpoint = session.configuration.endpoint
            self.session = Mutex(session)
        }

        /// Who drops it without `close` leaves no thread behind.
        deinit {
            session.withLock { $0.take() }?.submit { $0.close() }
        }

        /// Neither receipts nor resync requests come over HTTP.
        var capabilities: TransportCapabilities { [.fanout, .durable] }

        func publish(
            _ publications: [Publication]
        ) async throws(TransportError) -> [PublishOutcome] {
            try await held().publish(publications)
        }

        func nextSignal() async throws(TransportError) -> PublisherSignal {
            try await held().nextSignal()
        }

        func close() async {
            await session.withLock { $0.take() }?.close()
        }

        private func held() throws(TransportError) -> PublisherSession {
            guard let session = session.withLock({ $0 }) else {
                throw TransportError(.closed, "\(endpoint): closed by this program")
            }
            return session
        }
    }
#endif
