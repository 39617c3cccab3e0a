/// An IPv6 address, read in every form of RFC 4291 section 2.2 and printed as RFC 5952 says.
///
/// A zone (`%eth0`) is refused: it means something on one machine only.
public struct IPv6Address: Hashable, Sendable {
    /// The address as two words: a number of 128 bits would make every address, IPv4 too, fill 32
    /// bytes.
    private var high: UInt64
    private var low: UInt64

    /// The address in host byte order: `::1` is 1.
    public var rawValue: UInt128 {
        get { UInt128(high) << 64 | UInt128(low) }
        set { self = IPv6Address(rawValue: newValue) }
    }

    /// Makes an address of its number in host byte order.
    public init(rawValue: UInt128) {
        high = UInt64(truncatingIfNeeded: rawValue >> 64)
        low = UInt64(truncatingIfNeeded: rawValue)
    }

    /// Reads an address, or returns nil where the text is none.
    public init?(_ text: some StringProtocol) {
        self.init(utf8: text.utf8)
    }

    /// Reads an address from its bytes, or returns nil where they are none.
    public init?(utf8 bytes: some Collection<UInt8>) {
        guard bytes.count >= 2, bytes.count <= 45 else { return nil }
        var reader = GroupReader(bytes: Array(bytes))
        guard let value = reader.read() else { return nil }
        self.init(rawValue: value)
    }

    /// The IPv4 address inside an IPv4-mapped one (`::ffff:192.0.2.1`, RFC 4291 section 2.5.5.2).
    var mapped: IPv4Address? {
        guard rawValue >> 32 == 0xFFFF else { return nil }
        return IPv4Address(rawValue: UInt32(truncatingIfNeeded: rawValue))
    }

    /// The eight 16-bit groups, the most significant first.
    var groups: [UInt16] {
        (0..<8).map { UInt16(truncatingIfNeeded: rawValue >> (112 - 16 * $0)) }
    }
}

extension IPv6Address: Comparable {
    /// Numeric order.
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension IPv6Address: CustomStringConvertible {
    /// The canonical text of RFC 5952: lower case, the longest run of zero groups shortened.
    public var description: String {
        if let mapped { return "::ffff:\(mapped)" }
        let groups = groups
        let hexadecimal = groups.map { String($0, radix: 16) }
        guard let zeros = Self.longestZeroRun(in: groups) else {
            return hexadecimal.joined(separator: ":")
        }
        let before = hexadecimal[..<zeros.lowerBound].joined(separator: ":")
        let after = hexadecimal[zeros.upperBound...].joined(separator: ":")
        return "\(before)::\(after)"
    }

    /// The first of the longest runs of two or more zero groups (RFC 5952 section 4.2).
    private static func longestZeroRun(in groups: [UInt16]) -> Range<Int>? {
        var longest: Range<Int>?
        var start = 0
        while start < groups.count {
            var end = start
            while end < groups.count, groups[end] == 0 { end += 1 }
            if end - start >= 2, end - start > longest?.count ?? 0 { longest = start..<end }
            start = max(end, start + 1)
        }
        return longest
    }
}

/// Reads the groups of one textual IPv6 address from left to right.
private struct GroupReader {
    let bytes: [UInt8]
    var index = 0
    var groups: [UInt16] = []
    /// The number of groups before the `::`, once it was read.
    var gap: Int?

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func read() -> UInt128? {
        if skipGap() {
            gap = 0
        } else if bytes[0] == UInt8(ascii: ":") {
            return nil
        }
        while index < bytes.count {
            guard readGroup() else { return nil }
            if index == bytes.count { break }
            guard readSeparator() else { return nil }
        }
        return value
    }

    private var value: UInt128? {
        var filled = groups
        if let gap {
            guard groups.count < 8 else { return nil }
            filled.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap)
        }
        guard filled.count == 8 else { return nil }
        return filled.reduce(0) { $0 << 16 | UInt128($1) }
    }

    private mutating func skipGap() -> Bool {
        guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: ":"),
            bytes[index + 1] == UInt8(ascii: ":")
        else { return false }
        index += 2
        return true
    }

    /// Steps over `:` (a group must follow) or over the one `::` (nothing need follow).
    private mutating func readSeparator() -> Bool {
        if skipGap() {
            guard gap == nil else { return false }
            gap = groups.count
            return true
        }
        guard bytes[index] == UInt8(ascii: ":"), index + 1 < bytes.count else { return false }
        index += 1
        return true
    }

    private mutating func readGroup() -> Bool {
        let end = bytes[index...].firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
        if bytes[index..<end].contains(UInt8(ascii: ".")) {
            return readEmbeddedIPv4(upTo: end)
        }
        guard groups.count < 8, end > index, end - index <= 4 else { return false }
        var group: UInt16 = 0
        for byte in bytes[index..<end] {
            guard let digit = byte.hexadecimalDigit else { return false }
            group = group << 4 | UInt16(digit)
        }
        groups.append(group)
        index = end
        return true
    }

    /// The last 32 bits may stand as a dotted quad.
    private mutating func readEmbeddedIPv4(upTo end: Int) -> Bool {
        guard end == bytes.count, groups.count <= 6,
            let address = IPv4Address(utf8: bytes[index..<end])
        else { return false }
        groups.append(UInt16(truncatingIfNeeded: address.rawValue >> 16))
        groups.append(UInt16(truncatingIfNeeded: address.rawValue))
        index = end
        return true
    }
}
