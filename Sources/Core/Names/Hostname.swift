/// A validated RFC 1123 name in lower case, relative to the domain: `web`, `web.shop`.
public struct Hostname: Hashable, Sendable {
    /// The name without the domain.
    public let name: String

    /// Reads a name; where it already ends in the domain, the domain is taken off.
    ///
    /// - Parameters:
    ///   - text: The name, in any case, such as `Web` or `web.docker`.
    ///   - domain: The domain it is relative to.
    /// - Throws: `NameError` where the text is no RFC 1123 name, is an IP address, or is longer
    ///   than 253 bytes together with the domain.
    public init(_ text: some StringProtocol, in domain: Domain) throws(NameError) {
        try self.init(utf8: text.utf8, in: domain)
    }

    /// Reads a name from its bytes, as the initializer for text does.
    ///
    /// - Throws: `NameError` where the bytes are no such name.
    public init(utf8 bytes: some Collection<UInt8>, in domain: Domain) throws(NameError) {
        var relative = try LabelRules.lowercasedName(bytes)
        let suffix = "." + domain.name
        // However often it is there: what is left must read back as itself from a wire.
        while relative.hasSuffix(suffix) { relative.removeLast(suffix.utf8.count) }
        name = relative
        guard name.utf8.count + suffix.utf8.count <= Self.longestName else { throw .tooLong }
        guard IPv4Address(name) == nil else { throw .address }
    }

    /// The maximum number of bytes of a name, its domain included (RFC 1035 section 2.3.4).
    private static let longestName = 253

    /// Whether the name is the same when it is read in a domain, which may be another than the one
    /// it was first read in: there it may be too long, or be taken for one that has the domain
    /// already.
    package func readsBack(in domain: Domain) -> Bool {
        let suffix = "." + domain.name
        return name.utf8.count + suffix.utf8.count <= Self.longestName && !name.hasSuffix(suffix)
    }

    /// The name a resolver is asked for: `web.docker`.
    public func qualified(in domain: Domain) -> String {
        "\(name).\(domain.name)"
    }
}

extension Hostname: Comparable {
    /// The order of the names' bytes.
    public static func < (left: Self, right: Self) -> Bool {
        left.name < right.name
    }
}

extension Hostname: CustomStringConvertible {
    /// The name without the domain.
    public var description: String { name }
}

/// A reason why a text is no hostname or no domain.
public enum NameError: Error, Hashable, Sendable {
    /// There is no text, or nothing before the domain.
    case empty
    /// Two dots follow each other, or the text begins or ends with one.
    case emptyLabel
    /// A label is longer than 63 bytes (RFC 1035 section 2.3.4).
    case labelTooLong
    /// The whole name, its domain included, is longer than 253 bytes.
    case tooLong
    /// A byte that is no letter, digit or hyphen (RFC 1123 section 2.1).
    case invalidByte(UInt8)
    /// A label begins or ends with a hyphen.
    case hyphenAtEdge
    /// The text is an IP address: a resolver would never look it up as a name.
    case address
}

extension NameError: CustomStringConvertible {
    /// The reason as the end of a sentence that began with the name.
    public var description: String {
        switch self {
        case .empty: "is empty"
        case .emptyLabel: "has an empty label (two dots in a row, or a dot at an end)"
        case .labelTooLong: "has a label of more than 63 characters"
        case .tooLong: "is longer than 253 characters with its domain"
        case .invalidByte(let byte) where (0x21...0x7E).contains(byte):
            "has the character '\(Character(Unicode.Scalar(byte)))'; "
                + "only letters, digits, hyphens and dots may stand in it"
        case .invalidByte(let byte):
            "has the byte \(byte); only letters, digits, hyphens and dots may stand in it"
        case .hyphenAtEdge: "has a label that begins or ends with a hyphen"
        case .address: "is an IP address"
        }
    }
}
