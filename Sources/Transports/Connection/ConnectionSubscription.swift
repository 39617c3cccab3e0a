package import DockerNetwork

/// A host's link.
package protocol SubscribingLink: ConnectionLink {
    /// Waits until something has arrived.
    func nextBatch(limit: Int, _ reply: Reply<[Delivery]>)

    /// Takes deliveries off the transport, and answers announcements.
    func settle(
        _ tokens: [Delivery.Token], sending receipts: [(Receipt, to: ReplyAddress)],
        _ reply: Reply<Void>)

    /// Sends a probe.
    func sendProbe(_ probe: ProbeID, _ reply: Reply<Void>) throws(TransportError)

    /// Asks every emitter to announce again.
    func requestResync(_ reply: Reply<Void>)
}

/// A host's hold on its connection; `close` lets go of it, thread and all.
package final class ConnectionSubscription<Link: SubscribingLink>: Subscription {
    private let handle: ConnectionHandle<Link>

    /// Connects.
    ///
    /// - Parameter connection: One that is not connected yet.
    /// - Throws: `TransportError`, as `Transport.openSubscription` says.
    package init(opening connection: Connection<Link>) async throws(TransportError) {
        handle = ConnectionHandle(connection)
        try await handle.open()
    }

    package func nextBatch(limit: Int) async throws(TransportError) -> [Delivery] {
        try await handle.call { $0.nextBatch(limit: limit, $1) }
    }

    package func settle(
        _ tokens: [Delivery.Token], sending receipts: [(Receipt, to: ReplyAddress)]
    ) async throws(TransportError) {
        try await handle.call { $0.settle(tokens, sending: receipts, $1) }
    }

    package func sendProbe(_ probe: ProbeID) async throws(TransportError) {
        try await handle.call { link, reply throws(TransportError) in
            try link.sendProbe(probe, reply)
        }
    }

    package func requestResync() async throws(TransportError) {
        try await handle.call { $0.requestResync($1) }
    }

    package func close() async {
        await handle.close()
    }
}
