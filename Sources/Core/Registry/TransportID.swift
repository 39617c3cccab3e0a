/// Names one of a host service's transports: each has a lease clock of its own.
public struct TransportID: Hashable, Sendable {
    /// A number that no other transport of the service has had.
    public let rawValue: Int

    /// Wraps a number.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }
}
