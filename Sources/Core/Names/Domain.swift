/// The domain under which hostnames resolve: `docker`, or one of several labels such as
/// `containers.example`.
public struct Domain: Hashable, Sendable {
    /// The domain in lower case, without dots at its ends.
    public let name: String

    /// The domain of 2014, and the default: `docker`.
    public static let docker = Domain(validated: "docker")

    /// Reads a domain; a leading dot (`.docker`) is taken off.
    ///
    /// - Throws: `NameError` where the text is no RFC 1123 name of at most 251 bytes.
    public init(_ text: some StringProtocol) throws(NameError) {
        var bytes = Substring(text).utf8
        if bytes.first == UInt8(ascii: ".") { bytes.removeFirst() }
        // Two bytes stay for the shortest hostname and its dot.
        guard bytes.count <= 251 else { throw .tooLong }
        name = try LabelRules.lowercasedName(bytes)
    }

    private init(validated name: String) {
        self.name = name
    }
}

extension Domain: CustomStringConvertible {
    /// The domain's name.
    public var description: String { name }
}
