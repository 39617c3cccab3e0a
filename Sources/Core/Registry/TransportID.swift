/// Names one of a host service's transports: each has a lease clock of its own.
public struct TransportID: Hashable, Sendable {
    /// The transport's place in the service's list.
    public let rawValue: Int

    /// Wraps a place in the service's list.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }
}
