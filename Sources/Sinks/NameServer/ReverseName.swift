import DockerNetwork
import DockerNetworkDNS

/// A name below `in-addr.arpa` or `ip6.arpa`, which stands for an address or for the beginning of
/// one (RFC 1035 section 3.5, RFC 3596 section 2.5).
struct ReverseName {
    /// The address, as far as the name gives it: its first bits, the others 0.
    let network: IPAddress
    /// The number of bits that the name gives.
    let bits: Int
    /// Whether labels stand before the address that are no part of it.
    let hasMore: Bool
    private let labels: NameLabels

    /// Reads a name in lower case, in the form of a message; nil: it is below neither.
    init?(_ name: UnsafeRawBufferPointer) {
        let labels = NameLabels(name)
        guard labels.count >= 2, labels.is("arpa", at: labels.count - 1, in: name) else {
            return nil
        }
        let top = labels.count - 2
        var value: UInt128 = 0
        var index = top - 1
        var bits = 0
        if labels.is("in-addr", at: top, in: name) {
            while bits < 32, index >= 0, let octet = Self.octet(labels.bytes(at: index, in: name)) {
                value |= UInt128(octet) << (24 - bits)
                bits += 8
                index -= 1
            }
            network = .v4(IPv4Address(rawValue: UInt32(value)))
        } else if labels.is("ip6", at: top, in: name) {
            while bits < 128, index >= 0,
                let nibble = Self.nibble(labels.bytes(at: index, in: name))
            {
                value |= UInt128(nibble) << (124 - bits)
                bits += 4
                index -= 1
            }
            network = .v6(IPv6Address(rawValue: value))
        } else {
            return nil
        }
        self.bits = bits
        self.labels = labels
        hasMore = index >= 0
    }

    /// The whole address; nil: the name gives the beginning of one only.
    var address: IPAddress? {
        switch network {
        case .v4: bits == 32 ? network : nil
        case .v6: bits == 128 ? network : nil
        }
    }

    /// Returns the position in the name of the part that gives so many bits: 0 to `bits`.
    func start(ofBits bits: Int) -> Int {
        let step =
            switch network {
            case .v4: 8
            case .v6: 4
            }
        return labels.start(of: labels.count - 2 - bits / step)
    }

    /// The number of bits of the zone that is answered here and nowhere else (RFC 6303 section 4);
    /// nil: the name is in none of them.
    var privateZone: Int? {
        switch network {
        case .v4(let address):
            Self.privateV4.first { prefix, length in
                length <= bits && (address.rawValue ^ prefix) >> (32 - length) == 0
            }?.1
        case .v6(let address):
            Self.privateV6.first { prefix, length in
                length <= bits && (address.rawValue ^ prefix) >> (128 - length) == 0
            }?.1
        }
    }

    private static let privateV4: [(UInt32, Int)] =
        [
            (0x0A00_0000, 8), (0xC0A8_0000, 16), (0, 8), (0x7F00_0000, 8), (0xA9FE_0000, 16),
            (0xC000_0200, 24), (0xC633_6400, 24), (0xCB00_7100, 24), (0xFFFF_FFFF, 32),
        ] + (16...31).map { (0xAC00_0000 | $0 << 16, 16) }

    private static let privateV6: [(UInt128, Int)] = [
        (0, 128), (1, 128), (0xFD << 120, 8), (0xFE8 << 116, 12), (0xFE9 << 116, 12),
        (0xFEA << 116, 12), (0xFEB << 116, 12), (0x2001_0DB8 << 96, 32),
    ]

    /// A number from 0 to 255 without leading zeros.
    private static func octet(_ label: UnsafeRawBufferPointer) -> UInt8? {
        guard label.count <= 3, label.count == 1 || label[0] != UInt8(ascii: "0") else {
            return nil
        }
        var value = 0
        for byte in label {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return UInt8(exactly: value)
    }

    private static func nibble(_ label: UnsafeRawBufferPointer) -> UInt8? {
        guard label.count == 1 else { return nil }
        switch label[0] {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return label[0] - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): return label[0] - UInt8(ascii: "a") + 10
        default: return nil
        }
    }
}
