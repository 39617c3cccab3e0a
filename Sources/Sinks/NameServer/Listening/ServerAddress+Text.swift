import DockerNetwork
import DockerNetworkSystem

extension ServerAddress {
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
    static func port(_ digits: some StringProtocol) -> UInt16? {
        guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let port = UInt16(digits), port > 0
        else { return nil }
        return port
    }

    /// The same as the kernel takes it.
    var socketName: SocketName? {
        SocketName(address: address.networkOrder, port: port, scope: scope)
    }

    /// Reads what the kernel says; nil if it is no address.
    init?(_ name: SocketName) {
        guard let address = IPAddress(networkOrder: name.address) else { return nil }
        self.init(address, port: name.port, scope: name.scope)
    }
}
