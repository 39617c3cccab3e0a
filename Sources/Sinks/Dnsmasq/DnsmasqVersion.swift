/// The version of a dnsmasq: its first two numbers.
public struct DnsmasqVersion: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The first that removes the names of a file in a `hostsdir` (its CHANGELOG, version 2.88).
    static let removesNames = Self(major: 2, minor: 88)

    /// The number before the dot.
    public let major: Int
    /// The number after it.
    public let minor: Int

    /// Creates one from its parts.
    init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Reads `2.90`, `2.90-4~deb12u1`, or `dnsmasq-2.90` as dnsmasq itself says it; nil: the text
    /// is no version.
    public init?(_ text: some StringProtocol) {
        var rest = text[...]
        if rest.hasPrefix("dnsmasq-") { rest = rest.dropFirst(8) }
        // What follows the numbers (`test3`, `rc1`, Debian's own number) does not count.
        let parts = rest.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let major = Self.number(parts[0]),
            let minor = Self.number(parts[1].prefix { $0.isASCII && $0.isNumber })
        else { return nil }
        self.init(major: major, minor: minor)
    }

    private static func number(_ digits: some StringProtocol) -> Int? {
        guard (1...4).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int(digits)
    }

    /// The older one comes first.
    public static func < (left: Self, right: Self) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }

    /// The numbers: `2.90`.
    public var description: String { "\(major).\(minor)" }
}
