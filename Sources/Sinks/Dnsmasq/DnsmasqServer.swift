public import DockerNetwork

/// The place where a dnsmasq answers: an address and a UDP port.
public struct DnsmasqServer: Hashable, Sendable {
    /// The address; a loopback one as a rule.
    public let address: IPAddress
    /// The port, 1 to 65535; dnsmasq's default is 53.
    public let port: UInt16

    /// Creates one from its parts; nil if the port is 0.
    public init?(address: IPAddress, port: UInt16 = 53) {
        guard port != 0 else { return nil }
        self.address = address
        self.port = port
    }

    /// Reads `127.0.0.1:53`, `[::1]:53`, or an address alone (port 53); nil: the text is nothing
    /// of these.
    public init?(_ text: some StringProtocol) {
        if let address = IPAddress(text) {
            self.init(address: address)
            return
        }
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let host = text[..<colon]
        let digits = text[text.index(after: colon)...]
        guard !digits.isEmpty,
            digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let port = UInt16(digits)
        else { return nil }
        if host.hasPrefix("["), host.hasSuffix("]") {
            guard let address = IPv6Address(host.dropFirst().dropLast()) else { return nil }
            self.init(address: .v6(address), port: port)
        } else {
            guard let address = IPv4Address(host) else { return nil }
            self.init(address: .v4(address), port: port)
        }
    }
}

extension DnsmasqServer: CustomStringConvertible {
    /// The address and the port, an IPv6 address in brackets.
    public var description: String {
        switch address {
        case .v4(let address): "\(address):\(port)"
        case .v6(let address): "[\(address)]:\(port)"
        }
    }
}
