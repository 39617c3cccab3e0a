/// An IPv4 address, read from and printed as a strict dotted quad.
///
/// The text form is RFC 3986's `IPv4address`: four decimal numbers from 0 to 255 without leading
/// zeros. The short and octal forms that `inet_aton` takes are refused, because programs disagree
/// about what they mean.
public struct IPv4Address: Hashable, Sendable {
    /// The address in host byte order: `127.0.0.1` is `0x7F00_0001`.
    public var rawValue: UInt32

    /// Makes an address of its number in host byte order.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Reads a strict dotted quad, or returns nil where the text is anything else.
    public init?(_ text: some StringProtocol) {
        self.init(utf8: text.utf8)
    }

    /// Reads a strict dotted quad from its bytes, or returns nil where they are anything else.
    public init?(utf8 bytes: some Collection<UInt8>) {
        guard let value = bytes.withContiguousBytes(Self.value(of:)) else { return nil }
        rawValue = value
    }

    private static func value(of bytes: UnsafeBufferPointer<UInt8>) -> UInt32? {
        guard bytes.count >= 7, bytes.count <= 15 else { return nil }
        var value: UInt32 = 0
        var octet: UInt32 = 0
        var digits = 0
        var dots = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard digits == 0 || octet != 0 else { return nil }
                octet = octet * 10 + UInt32(byte - UInt8(ascii: "0"))
                digits += 1
                guard octet <= 255 else { return nil }
            case UInt8(ascii: "."):
                guard digits > 0, dots < 3 else { return nil }
                value = value << 8 | octet
                octet = 0
                digits = 0
                dots += 1
            default:
                return nil
            }
        }
        guard dots == 3, digits > 0 else { return nil }
        return value << 8 | octet
    }
}

extension IPv4Address: Comparable {
    /// Numeric order.
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension IPv4Address: CustomStringConvertible {
    /// The dotted quad.
    public var description: String {
        "\(rawValue >> 24).\(rawValue >> 16 & 255).\(rawValue >> 8 & 255).\(rawValue & 255)"
    }
}
