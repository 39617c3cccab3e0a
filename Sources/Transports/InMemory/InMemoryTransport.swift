public import DockerNetwork

/// Carries announcements inside one process, without a wire: for embedding, examples and tests.
///
/// Every transport made from one `InMemoryNetwork` reaches the others of that network.
public struct InMemoryTransport: Transport {
    private let network: InMemoryNetwork

    /// Makes a transport of a network.
    public init(_ network: InMemoryNetwork) {
        self.network = network
    }

    /// `memory:`, as there is no place.
    public var endpoint: String { "memory:" }

    /// Everything that a transport can do.
    public var capabilities: TransportCapabilities { [.receipts, .resync, .durable, .fanout] }

    /// Connects an emitter to the network.
    ///
    /// - Throws: Never; the network is always there.
    public func openPublisher(
        _ options: PublisherOptions
    ) async throws(TransportError) -> any Publisher {
        let publisher = InMemoryPublisher(network: network, options: options)
        await network.add(publisher)
        return publisher
    }

    /// Connects a host to the network; what was announced while it was away, and what an earlier
    /// subscription of the name did not acknowledge, comes first.
    ///
    /// - Throws: `TransportError` with `.inUse` where a subscription of that name is open.
    public func openSubscription(
        _ options: SubscriptionOptions
    ) async throws(TransportError) -> any Subscription {
        guard let queue = await network.openQueue(options) else {
            throw TransportError(
                .inUse, "memory: another host service uses '\(options.hostName)'; set host-name")
        }
        return InMemorySubscription(network: network, queue: queue)
    }
}
