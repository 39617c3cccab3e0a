/// A pattern for hostnames: letters as they stand, and `*` for any run of characters, dots included.
public struct NamePattern: Hashable, Sendable {
    /// The pattern in lower case.
    public let text: String
    private let wildcard: Wildcard

    /// Every hostname.
    public static let any = NamePattern(validated: Array("*".utf8))

    /// Reads a pattern, or returns nil where it is empty or has a character that neither a
    /// hostname nor a pattern may have.
    public init?(_ text: some StringProtocol) {
        guard !text.isEmpty, text.utf8.count <= 253 else { return nil }
        // Letter by letter: Unicode's own lower case would make a `k` of the Kelvin sign.
        var lowercased: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "*"):
                lowercased.append(byte)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                lowercased.append(byte | 0x20)
            default:
                return nil
            }
        }
        self.init(validated: lowercased)
    }

    private init(validated bytes: [UInt8]) {
        wildcard = Wildcard(bytes)
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// Whether a hostname fits, in time linear in its length for each `*`.
    public func matches(_ hostname: Hostname) -> Bool {
        wildcard.matches(hostname.name)
    }
}

extension NamePattern: CustomStringConvertible {
    /// The pattern.
    public var description: String { text }
}
