/// What a host asks of a connection when it opens it.
public struct SubscriptionOptions: Hashable, Sendable {
    /// The host's name: two services with different names each get every announcement.
    public var hostName: String
    /// The domain hostnames are relative to.
    public var domain: Domain

    /// Creates one from its parts.
    public init(hostName: String, domain: Domain) {
        self.hostName = hostName
        self.domain = domain
    }
}
