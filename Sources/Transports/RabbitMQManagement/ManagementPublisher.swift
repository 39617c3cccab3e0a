#if RabbitMQManagement
    import DockerNetworkConnection
    import DockerNetwork

    /// What an emitter holds of its connection; `close` lets go of it, thread and all.
    final class ManagementPublisher: Publisher {
        private let handle: ConnectionHandle<PublisherSession>
        let user: String?

        init(_ session: PublisherSession) {
            user = session.configuration.user
            handle = ConnectionHandle(session)
        }

        /// Ends the connection if nobody has closed it, so that no thread stays behind.
        deinit {
            handle.take()?.submit { $0.close() }
        }

        /// Neither receipts nor resync requests come over HTTP.
        var capabilities: TransportCapabilities { [.fanout, .durable] }

        func publish(
            _ publications: [Publication]
        ) async throws(TransportError) -> [PublishOutcome] {
            try await handle.held().publish(publications)
        }

        func nextSignal() async throws(TransportError) -> PublisherSignal {
            try await handle.held().nextSignal()
        }

        func close() async {
            await handle.take()?.close()
        }
    }
#endif
