/// The settings of a host service, beside its transports and sinks.
public struct HostConfiguration: Sendable {
    /// The host's name: services with different names on one broker each get everything.
    ///
    /// It becomes part of a queue's name; letters, digits, dots, hyphens and underscores are safe
    /// in every transport.
    public var hostName: String
    /// The domain hostnames are relative to.
    public var domain: Domain
    /// The rules for who may announce what.
    public var policy: Policy
    /// The start of this machine, if known: milliseconds since 1970.
    ///
    /// Names that a container of an engine of this machine announced before that are not adopted.
    public var machineStart: Int64?
    /// The maximum number of announcements taken at once: 1 or more.
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
