/// One hostname at one address; several addresses or aliases are several registrations.
public struct Registration: Hashable, Sendable {
    /// The name.
    public let hostname: Hostname
    /// The address that the hostname leads to: never a loopback, unspecified, multicast or
    /// broadcast address.
    public let address: IPAddress

    /// Creates a registration of an address that a container can be reached at; of an IPv4-mapped one it
    /// takes the IPv4 address.
    ///
    /// - Throws: `UnreachableAddressError` where the address is a loopback, unspecified, multicast
    ///   or broadcast one.
    public init(hostname: Hostname, address: IPAddress) throws(UnreachableAddressError) {
        if let reason = address.unreachableReason {
            throw UnreachableAddressError(address: address, reason: reason)
        }
        self.hostname = hostname
        self.address = address.unmapped
    }

    /// Creates a registration of an address that another one has shown to be reachable.
    init(hostname: Hostname, reachable address: IPAddress) {
        self.hostname = hostname
        self.address = address
    }
}

extension Registration: Comparable {
    /// Orders by hostname, then by address.
    public static func < (left: Self, right: Self) -> Bool {
        if left.hostname != right.hostname { return left.hostname < right.hostname }
        return left.address < right.address
    }
}

extension Registration: CustomStringConvertible {
    /// The name and the address, for a log.
    public var description: String { "\(hostname) at \(address)" }
}
