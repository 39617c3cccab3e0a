/// The place where a server is reached: an address and a port.
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

    /// Reads `127.0.0.1:5354`, `[::1]:53`, or an address alone (port 53); nil if the text is none
    /// of these.
    public init?(_ text: some StringProtocol) {
        if let address = IPAddress(text) {
            self.init(address)
            return
        }
        guard let colon = text.lastIndex(of: ":"),
            let port = Self.port(text[text.index(after: colon)...])
        else { return nil }
        let host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            guard let address = IPv6Address(host.dropFirst().dropLast()) else { return nil }
            self.init(IPAddress.v6(address).unmapped, port: port)
        } else {
            guard let address = IPv4Address(host) else { return nil }
            self.init(.v4(address), port: port)
        }
    }

    /// Reads a port: 1 to 65535, digits alone.
    package static func port(_ digits: some StringProtocol) -> UInt16? {
        guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let port = UInt16(digits), port > 0
        else { return nil }
        return port
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
