package import DockerNetwork

/// What an emitter holds of its connection; `close` lets go of it, thread and all.
package final class ConnectionPublisher<Connection: PublishingActor>: Publisher {
    private let handle: ConnectionHandle<Connection>
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
        opening connection: Connection, capabilities: TransportCapabilities, user: String
    ) async throws(TransportError) {
        handle = ConnectionHandle(connection)
        self.capabilities = capabilities
        self.user = user
        try await handle.call { $0.open($1) }
    }

    package func publish(
        _ publications: [Publication]
    ) async throws(TransportError) -> [PublishOutcome] {
        try await handle.call { $0.publish(publications, $1) }
    }

    package func nextSignal() async throws(TransportError) -> PublisherSignal {
        try await handle.call { $0.nextSignal($1) }
    }

    package func close() async {
        await handle.finish { $0.close($1) }
    }
}
