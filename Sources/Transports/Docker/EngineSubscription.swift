#if Docker
    import DockerNetwork
    import DockerNetworkConnection

    /// What a host holds of its connection; `close` lets go of it, thread and all.
    final class EngineSubscription: Subscription {
        private let handle: ConnectionHandle<EngineSession>

        init(_ session: EngineSession) {
            handle = ConnectionHandle(session)
        }

        /// Ends the connection if nobody has closed it, so that no thread stays behind.
        deinit {
            handle.take()?.submit { $0.close() }
        }

        func nextBatch(limit: Int) async throws(TransportError) -> [Delivery] {
            try await handle.call { $0.nextBatch(limit: limit, $1) }
        }

        /// Nothing waits for it: what holds is announced again.
        func acknowledge(_ tokens: [Delivery.Token]) async throws(TransportError) {
            _ = try handle.held()
        }

        /// Nobody asks for receipts.
        func send(_ receipts: [(Receipt, to: ReplyAddress)]) async throws(TransportError) {
            _ = try handle.held()
        }

        func sendProbe(_ probe: ProbeID) async throws(TransportError) {
            try await handle.call { $0.sendProbe(probe, $1) }
        }

        func requestResync() async throws(TransportError) {
            try await handle.call { $0.requestResync($1) }
        }

        func close() async {
            await handle.take()?.close()
        }
    }
#endif
