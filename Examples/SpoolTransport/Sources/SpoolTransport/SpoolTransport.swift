public import DockerNetwork

/// Carries announcements through a folder that emitters and hosts share.
///
/// Each host has a folder in it, and each announcement is one file in each of those. A file is
/// written under a name that hosts pass over and then renamed, so that nobody reads half of one.
public struct SpoolTransport: Transport {
    private let path: String

    /// Describes a spool; nothing happens until a connection is opened.
    ///
    /// - Parameter path: The folder; hosts make it where it is missing.
    public init(path: String) {
        self.path = path
    }

    /// `spool:` and the folder.
    public var endpoint: String { "spool:\(path)" }

    /// Announcements wait for a host that is away, and every host gets each of them.
    public var capabilities: TransportCapabilities { [.durable, .fanout] }

    /// Opens the spool as an emitter.
    ///
    /// - Throws: `TransportError` with `.cancelled` where the task was cancelled.
    public func openPublisher(
        _ options: PublisherOptions
    ) async throws(TransportError) -> any Publisher {
        try Wait.checkCancellation(endpoint)
        return SpoolPublisher(Spool(path: path, endpoint: endpoint), capabilities)
    }

    /// Opens the spool as a host; what waits in its folder comes first.
    ///
    /// - Throws: `TransportError`: `.inUse` where another process serves the host's folder,
    ///   `.configuration` where the name is no folder's or the folder cannot be made.
    public func openSubscription(
        _ options: SubscriptionOptions
    ) async throws(TransportError) -> any Subscription {
        try Wait.checkCancellation(endpoint)
        let spool = Spool(path: path, endpoint: endpoint)
        let subscription = SpoolSubscription(spool, options)
        try await subscription.open()
        return subscription
    }
}
