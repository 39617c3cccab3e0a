/// The identity of one start of an emitter: a UUID (RFC 9562), printed in lower case.
public struct InstanceID: Hashable, Sendable {
    /// The 128 bits, the UUID's first byte being the most significant.
    public let rawValue: UInt128

    /// Makes an identity of its 128 bits.
    public init(rawValue: UInt128) {
        self.rawValue = rawValue
    }

    /// A new random identity (UUID version 4).
    public static func random() -> Self {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    /// A new random identity (UUID version 4) from a generator of the caller's.
    public static func random(using generator: inout some RandomNumberGenerator) -> Self {
        var bits = UInt128.random(in: .min ... .max, using: &generator)
        bits = bits & ~(0xF << 76) | 0x4 << 76
        bits = bits & ~(0x3 << 62) | 0x2 << 62
        return Self(rawValue: bits)
    }

    /// Reads the 36-character form `8-4-4-4-12` in either case, or returns nil.
    public init?(_ text: some StringProtocol) {
        self.init(utf8: text.utf8)
    }

    /// Reads the 36-character form from its bytes, or returns nil.
    public init?(utf8 bytes: some Collection<UInt8>) {
        guard let value = bytes.withContiguousBytes(Self.value(of:)) else { return nil }
        rawValue = value
    }

    private static func value(of bytes: UnsafeBufferPointer<UInt8>) -> UInt128? {
        guard bytes.count == 36 else { return nil }
        var value: UInt128 = 0
        for (index, byte) in bytes.enumerated() {
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = byte.hexadecimalDigit else { return nil }
            value = value << 4 | UInt128(digit)
        }
        return value
    }
}

extension InstanceID: Comparable {
    /// The order of the 128-bit numbers.
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension InstanceID: CustomStringConvertible {
    /// The 36-character form in lower case.
    public var description: String {
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for nibble in 0..<32 {
            if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 {
                text.append(UInt8(ascii: "-"))
            }
            let digit = UInt8(truncatingIfNeeded: rawValue >> (124 - 4 * nibble)) & 0xF
            text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
