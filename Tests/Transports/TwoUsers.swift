import DockerNetwork

/// Hosts and emitters have users of their own, as on a real broker, and perhaps other transports.
struct TwoUsers: Transport {
    var host: any Transport
    var emitter: any Transport

    var endpoint: String { host.endpoint }
    /// What both can.
    var capabilities: TransportCapabilities {
        host.capabilities.intersection(emitter.capabilities)
    }

    func openPublisher(
        _ options: PublisherOptions
    ) async throws(TransportError) -> any Publisher {
        try await emitter.openPublisher(options)
    }

    func openSubscription(
        _ options: SubscriptionOptions
    ) async throws(TransportError) -> any Subscription {
        try await host.openSubscription(options)
    }
}
