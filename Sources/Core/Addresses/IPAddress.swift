/// An IPv4 or IPv6 address.
///
/// An IPv4-mapped address (`::ffff:192.0.2.1`) is read as the IPv4 address inside it.
public enum IPAddress: Hashable, Sendable {
    /// An IPv4 address.
    case v4(IPv4Address)
    /// An IPv6 address.
    case v6(IPv6Address)

    /// Reads an address, or returns nil where the text is neither kind.
    public init?(_ text: some StringProtocol) {
        self.init(utf8: text.utf8)
    }

    /// Reads an address from its bytes, or returns nil where they are neither kind.
    public init?(utf8 bytes: some Collection<UInt8>) {
        if let address = IPv4Address(utf8: bytes) {
            self = .v4(address)
        } else if let address = IPv6Address(utf8: bytes) {
            self = Self.v6(address).unmapped
        } else {
            return nil
        }
    }

    /// The IPv4 address inside an IPv4-mapped one; any other address as it is.
    public var unmapped: Self {
        guard case .v6(let address) = self, let mapped = address.mapped else { return self }
        return .v4(mapped)
    }

    /// The reason why no container can be reached at this address, or nil if it may be announced.
    ///
    /// An IPv4-mapped address is judged by the IPv4 address inside it.
    public var unreachableReason: UnreachableReason? {
        switch unmapped {
        case .v4(let address): Self.unreachableReason(of: address)
        case .v6(let address): Self.unreachableReason(of: address)
        }
    }

    /// RFC 1122 section 3.2.1.3.
    private static func unreachableReason(of address: IPv4Address) -> UnreachableReason? {
        switch address.rawValue {
        case 0xFFFF_FFFF: .broadcast
        case 0x0000_0000...0x00FF_FFFF: .unspecified
        case 0x7F00_0000...0x7FFF_FFFF: .loopback
        case 0xE000_0000...0xEFFF_FFFF: .multicast
        default: nil
        }
    }

    /// RFC 4291 sections 2.5.2, 2.5.3 and 2.7.
    private static func unreachableReason(of address: IPv6Address) -> UnreachableReason? {
        switch address.rawValue {
        case 0: .unspecified
        case 1: .loopback
        case let value where value >> 120 == 0xFF: .multicast
        default: nil
        }
    }
}

extension IPAddress {
    /// A reason why no container can be reached at an address.
    public enum UnreachableReason: String, Hashable, Sendable {
        /// It stays on the machine (127.0.0.0/8, ::1).
        case loopback = "a loopback address"
        /// It names no machine (0.0.0.0/8, ::).
        case unspecified = "an unspecified address"
        /// It names a group (224.0.0.0/4, ff00::/8).
        case multicast = "a multicast address"
        /// It names everyone (255.255.255.255).
        case broadcast = "the broadcast address"
    }
}

extension IPAddress: Comparable {
    /// IPv4 before IPv6, each in numeric order.
    public static func < (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.v4(let left), .v4(let right)): left < right
        case (.v6(let left), .v6(let right)): left < right
        case (.v4, .v6): true
        case (.v6, .v4): false
        }
    }
}

extension IPAddress: CustomStringConvertible {
    /// The dotted quad, or the text of RFC 5952.
    public var description: String {
        switch self {
        case .v4(let address): address.description
        case .v6(let address): address.description
        }
    }
}
