/// What a host service is told, beside its transports and sinks.
public struct HostConfiguration: Sendable {
    /// The host's name: services with different names on one broker each get everything.
    ///
    /// It becomes part of a queue's name; letters, digits, dots, hyphens and underscores are safe
    /// in every transport.
    public var hostName: String
    /// The domain hostnames are relative to.
    public var domain: Domain
    /// Who may announce what.
    public var policy: Policy
    /// When this machine started, if known: milliseconds since 1970.
    ///
    /// What a container of an engine of this machine announced before that is not adopted.
    public var machineStart: Int64?
    /// How many announcements are taken at once: 1 or more.
    public var batchLimit: Int
    /// Called once everything is connected: what was announced from now on arrives.
    public var onReady: @Sendable () -> Void
    /// Tells a supervisor that the service goes on, if set; a service that runs keeps its first.
    public var heartbeat: Heartbeat?

    /// Makes a configuration; only the name has no default.
    public init(
        hostName: String, domain: Domain = .docker, policy: Policy = Policy(),
        batchLimit: Int = 1000, onReady: @escaping @Sendable () -> Void = {}
    ) {
        self.hostName = hostName
        self.domain = domain
        self.policy = policy
        self.batchLimit = batchLimit
        self.onReady = onReady
    }
}
