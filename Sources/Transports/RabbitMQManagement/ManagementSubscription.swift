#if RabbitMQManagement
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkConnection

    /// What a host holds of its connection; `close` lets go of it, thread and all.
    final class ManagementSubscription: Subscription {
        private let handle: ConnectionHandle<SubscriptionSession>

        init(_ session: SubscriptionSession) {
            handle = ConnectionHandle(session)
        }

        /// Ends the connection if nobody has closed it, so that no thread stays behind.
        deinit {
            handle.take()?.submit { $0.close() }
        }

        func nextBatch(limit: Int) async throws(TransportError) -> [Delivery] {
            try await handle.call { $0.nextBatch(limit: limit, $1) }
        }

        func acknowledge(_ tokens: [Delivery.Token]) async throws(TransportError) {
            try await handle.call { $0.acknowledge(tokens, $1) }
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
            await handle.take()?.close()
        }

        private func send(_ items: [SubscriptionSession.Outgoing]) async throws(TransportError) {
            try await handle.call { $0.send(items, $1) }
        }
    }
#endif
