/// What a host service is made of: all of it can be replaced while the service runs.
public struct HostParts: Sendable {
    /// The host's name, domain and policy.
    public var configuration: HostConfiguration
    /// All of them are listened to side by side; each `id` once.
    public var transports: [TransportBinding]
    /// All of them are made equal to the table; each `id` once.
    public var sinks: [SinkBinding]

    /// Creates one from its parts.
    public init(
        _ configuration: HostConfiguration, transports: [TransportBinding], sinks: [SinkBinding]
    ) {
        self.configuration = configuration
        self.transports = transports
        self.sinks = sinks
    }
}
