/// A network in CIDR notation (RFC 4632, RFC 4291 section 2.3): `172.16.0.0/12`, `fd00::/8`.
///
/// A network of IPv4-mapped addresses (`::ffff:10.0.0.0/104`) is read as the IPv4 network.
public struct Network: Hashable, Sendable {
    /// The network's lowest address.
    public let address: IPAddress
    /// The number of leading bits that all addresses of the network share: 0 to 32 or 0 to 128.
    public let prefixLength: Int

    /// Reads `ADDRESS/LENGTH`, or returns nil where the text is anything else or the address has
    /// bits set beyond the prefix (a typing mistake more often than not).
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2,
            (1...3).contains(parts[1].utf8.count),
            parts[1].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let length = Int(parts[1])
        else { return nil }
        if let address = IPv4Address(parts[0]) {
            guard length <= 32, address.rawValue & ~Self.mask(UInt32.self, length) == 0
            else { return nil }
            self.address = .v4(address)
            prefixLength = length
            return
        }
        guard let address = IPv6Address(parts[0]), length <= 128,
            address.rawValue & ~Self.mask(UInt128.self, length) == 0
        else { return nil }
        let isMapped = length >= 96 && address.mapped != nil
        self.address = isMapped ? IPAddress.v6(address).unmapped : .v6(address)
        prefixLength = isMapped ? length - 96 : length
    }

    /// The network of an address, or nil if it has fewer bits than the prefix.
    package init?(of address: IPAddress, prefixLength: Int) {
        switch address {
        case .v4(let own):
            guard (0...32).contains(prefixLength) else { return nil }
            let mask = Self.mask(UInt32.self, prefixLength)
            self.address = .v4(IPv4Address(rawValue: own.rawValue & mask))
        case .v6(let own):
            guard (0...128).contains(prefixLength) else { return nil }
            let mask = Self.mask(UInt128.self, prefixLength)
            self.address = .v6(IPv6Address(rawValue: own.rawValue & mask))
        }
        self.prefixLength = prefixLength
    }

    /// Whether an address lies in the network; an IPv4-mapped one does where the IPv4 one would.
    public func contains(_ candidate: IPAddress) -> Bool {
        switch (address, candidate.unmapped) {
        case (.v4(let own), .v4(let other)):
            (own.rawValue ^ other.rawValue) & Self.mask(UInt32.self, prefixLength) == 0
        case (.v6(let own), .v6(let other)):
            (own.rawValue ^ other.rawValue) & Self.mask(UInt128.self, prefixLength) == 0
        case (.v4, .v6), (.v6, .v4):
            false
        }
    }

    private static func mask<Bits: FixedWidthInteger & UnsignedInteger>(
        _ type: Bits.Type, _ length: Int
    ) -> Bits {
        ~0 << (Bits.bitWidth - length)
    }
}

extension Network: CustomStringConvertible {
    /// The CIDR notation.
    public var description: String { "\(address)/\(prefixLength)" }
}
