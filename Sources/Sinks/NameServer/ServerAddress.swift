public import DockerNetwork

/// Where a name server listens: an address and a port.
public struct ServerAddress: Hashable, Sendable {
    /// The server's address.
    public var address: IPAddress
    /// The server's port: 1 to 65535.
    public var port: UInt16
    /// The interface's number, for a link-local IPv6 address; else 0.
    public var scope: UInt32

    /// Makes one of its parts.
    public init(_ address: IPAddress, port: UInt16 = 53, scope: UInt32 = 0) {
        self.address = address
        self.port = port
        self.scope = scope
    }
}

extension ServerAddress: CustomStringConvertible {
    /// The address and the port: `10.0.0.1:53`, `[fd00::1]:53`.
    public var description: String {
        switch address {
        case .v4: "\(address):\(port)"
        case .v6: "[\(address)]:\(port)"
        }
    }
}
