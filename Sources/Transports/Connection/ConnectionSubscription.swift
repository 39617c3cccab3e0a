package import DockerNetwork

/// What a host holds of its connection; `close` lets go of it, thread and all.
package final class ConnectionSubscription<Connection: SubscribingActor>: Subscription {
    private let handle: ConnectionHandle<Connection>

    /// Connects.
    ///
    /// - Parameter connection: One that is not connected yet.
    /// - Throws: `TransportError`, as `Transport.openSubscription` says.
    package init(opening connection: Connection) async throws(TransportError) {
        handle = ConnectionHandle(connection)
        try await handle.call { $0.open($1) }
    }

    package func nextBatch(limit: Int) async throws(TransportError) -> [Delivery] {
        try await handle.call { $0.nextBatch(limit: limit, $1) }
    }

    package func acknowledge(_ tokens: [Delivery.Token]) async throws(TransportError) {
        try await handle.call { $0.acknowledge(tokens, $1) }
    }

    package func send(
        _ receipts: [(Receipt, to: ReplyAddress)]
    ) async throws(TransportError) {
        try await handle.call { $0.send(receipts, $1) }
    }

    package func sendProbe(_ probe: ProbeID) async throws(TransportError) {
        try await handle.call { $0.sendProbe(probe, $1) }
    }

    package func requestResync() async throws(TransportError) {
        try await handle.call { $0.requestResync($1) }
    }

    package func close() async {
        await handle.finish { $0.close($1) }
    }
}
