public import DockerNetwork

/// The names that a name server answers for, and the clients that it serves.
public struct NameServerSettings: Hashable, Sendable {
    /// The domain that it is authoritative for.
    public var domain: Domain
    /// The number of seconds for which others may keep an answer: 0 to 2,147,483,647 (RFC 2181
    /// section 8).
    public var timeToLive: UInt32 = 0
    /// Whether every name below a registered one has its addresses, unless registered itself:
    /// `y.x.web.docker` then resolves as `web.docker`.
    public var answersSubdomains = false
    /// Whether the reverse names of private networks are forwarded like others, where nothing is
    /// registered for them (RFC 6303).
    public var forwardsPrivateNetworks = false
    /// Networks that get answers besides loopback, link-local and private ones.
    public var allowedNetworks: [Network] = []
    /// The bounds of what clients can use up.
    public var limits = NameServerLimits()

    /// Settings with their defaults.
    ///
    /// - Parameter domain: The domain to answer for.
    public init(domain: Domain) {
        self.domain = domain
    }
}
