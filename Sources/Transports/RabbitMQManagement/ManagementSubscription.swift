#if RabbitMQManagement
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkConnection
    import Synchronization

    /// What a host holds of its connection; `close` lets go of it, thread and all.
    final class ManagementSubscription: Subscription {
        private let session: Mutex<SubscriptionSession?>
        private let endpoint: String

        init(_ session: SubscriptionSession) {
            endpoint = session.configuration.endpoint
            self.session = Mutex(session)
        }

        /// Who drops it without `close` leaves no thread behind.
        deinit {
            session.withLock { $0.take() }?.submit { $0.close() }
        }

        func nextBatch(limit: Int) async throws(TransportError) -> [Delivery] {
            let reply = Reply<[Delivery]>()
            let session = try held()
            return try await reply.value { session.submit { $0.nextBatch(limit: limit, reply) } }
        }

        func acknowledge(_ tokens: [Delivery.Token]) async throws(TransportError) {
            let reply = Reply<Void>()
            let session = try held()
            try await reply.value { session.submit { $0.acknowledge(tokens, reply) } }
        }

        /// To emitters that are connected over AMQP: those over HTTP ask for none.
        func send(_ receipts: [(Receipt, to: ReplyAddress)]) async throws(TransportError) {
            try await send(
                receipts.map { receipt, address in
                    .receipt(
                        OutgoingMessage(receipt, correlationID: address.correlation),
                        route: address.route)
                })
        }

        func sendProbe(_ probe: ProbeID) async throws(TransportError) {
            try await send([.probe(probe)])
        }

        func requestResync() async throws(TransportError) {
            try await send([.resync])
        }

        func close() async {
            await session.withLock { $0.take() }?.close()
        }

        private func send(_ items: [SubscriptionSession.Outgoing]) async throws(TransportError) {
            let reply = Reply<Void>()
            let session = try held()
            try await reply.value { session.submit { $0.send(items, reply) } }
        }

        private func held() throws(TransportError) -> SubscriptionSession {
            guard let session = session.withLock({ $0 }) else {
                throw TransportError(.closed, "\(endpoint): closed by this program")
            }
            return session
        }
    }
#endif
