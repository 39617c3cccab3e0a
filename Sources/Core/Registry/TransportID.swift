/// Names one of a host service's transports: each has a lease clock of its own.
package struct TransportID: Hashable, Sendable {
    /// A number that no other transport of the service has had.
    package let rawValue: Int

    /// Wraps a number.
    package init(rawValue: Int) {
        self.rawValue = rawValue
    }
}
