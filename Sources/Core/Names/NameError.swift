/// Why a text is no hostname or no domain.
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
    /// What is wrong, as the end of a sentence that began with the name.
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
