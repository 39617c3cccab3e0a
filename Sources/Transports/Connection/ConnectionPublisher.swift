package import DockerNetwork

/// An emitter's link.
package protocol PublishingLink: ConnectionLink {
    /// Sends announcements; the reply comes with the last of their outcomes.
    func publish(
        _ publications: [Publication], _ reply: Reply<[PublishOutcome]>
    ) throws(TransportError)

    /// Waits for the next signal.
    func nextSignal(_ reply: Reply<PublisherSignal>)
}

/// An emitter's hold on its connection; `close` lets go of it, thread and all.
package final class ConnectionPublisher<Link: PublishingLink>: Publisher {
    private let handle: ConnectionHandle<Link>
    package let capabilities: TransportCapabilities
    package let user: String?

    /// Connects.
    ///
    /// - Parameters:
    ///   - connection: One that is not connected yet.
    ///   - capabilities: What it can do.
    ///   - user: The user that hosts know it by.
    /// - Throws: `TransportError`, as `Transport.openPublisher` says.
    package init(
        opening connection: Connection<Link>, capabilities: TransportCapabilities, user: String
    ) async throws(TransportError) {
        handle = ConnectionHandle(connection)
        self.capabilities = capabilities
        self.user = user
        try await handle.open()
    }

    package func publish(
        _ publications: [Publication]
    ) async throws(TransportError) -> [PublishOutcome] {
        try await handle.call { link, reply throws(TransportError) in
            try link.publish(publications, reply)
        }
    }

    package func nextSignal() async throws(TransportError) -> PublisherSignal {
        try await handle.call { $0.nextSignal($1) }
    }

    package func close() async {
        await handle.close()
    }
}
