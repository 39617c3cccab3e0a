extension IPAddress {
    /// Reads an address in network order, or returns nil if there are neither 4 nor 16 bytes.
    ///
    /// An IPv4-mapped address is read as the IPv4 address inside it.
    package init?(networkOrder bytes: [UInt8]) {
        switch bytes.count {
        case 4: self = .v4(IPv4Address(rawValue: bytes.reduce(0) { $0 << 8 | UInt32($1) }))
        case 16:
            let value = bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
            self = Self.v6(IPv6Address(rawValue: value)).unmapped
        default: return nil
        }
    }

    /// The address in network order: 4 bytes, or 16.
    package var networkOrder: [UInt8] {
        switch self {
        case .v4(let address): withUnsafeBytes(of: address.rawValue.bigEndian) { Array($0) }
        case .v6(let address): withUnsafeBytes(of: address.rawValue.bigEndian) { Array($0) }
        }
    }
}
