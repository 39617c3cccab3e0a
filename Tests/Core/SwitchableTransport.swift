import DockerNetwork
import Synchronization

/// A transport that can be cut off for new connections.
final class SwitchableTransport: Transport {
    private let base: any Transport
    let isCut = Mutex(false)

    init(_ base: any Transport) { self.base = base }

    var endpoint: String { base.endpoint }
    var capabilities: TransportCapabilities { base.capabilities }

    func openPublisher(
        _ options: PublisherOptions
    ) async throws(TransportError) -> any Publisher {
        try checkCut()
        return try await base.openPublisher(options)
    }

    func openSubscription(
        _ options: SubscriptionOptions
    ) async throws(TransportError) -> any Subscription {
        try checkCut()
        return try await base.openSubscription(options)
    }

    private func checkCut() throws(TransportError) {
        if isCut.withLock(\.self) { throw TransportError(.unreachable, "cut off") }
    }
}
