internal import DockerNetwork
internal import DockerNetworkProgram
internal import DockerNetworkSystem

extension EndpointURL {
    /// Reads a URL.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - form: What stands after its scheme.
    /// - Throws: `EndpointURLError`, which never repeats a part of the text.
    package init(_ text: String, as form: Form) throws(EndpointURLError) {
        guard text.utf8.count <= 2_048 else { throw .tooLong }
        let (scheme, rest) = try Self.splitScheme(text)
        for byte in rest.utf8 {
            switch byte {
            case UInt8(ascii: "?"), UInt8(ascii: "#"): throw .queryOrFragment
            case 0...0x20, 0x7F...0xFF, UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "<"),
                UInt8(ascii: ">"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"),
                UInt8(ascii: "|"), UInt8(ascii: "}"):
                throw .invalidCharacter
            default: continue
            }
        }
        switch form {
        case .socket(let usual?) where rest.isEmpty: self.init(socketPath: usual, scheme: scheme)
        case .socket(let usual): self = try Self.socket(scheme, rest, usual)
        case .server: self = try Self.server(scheme, rest)
        case .broker: self = try Self.broker(scheme, rest, mayHavePrefix: false)
        case .prefixedBroker: self = try Self.broker(scheme, rest, mayHavePrefix: true)
        }
    }

    /// Whether a text is a URL of any scheme that holds a password.
    static func holdsPassword(_ text: String) -> Bool {
        (try? Self(text, as: .prefixedBroker))?.password != nil
    }

    private static func broker(
        _ scheme: String, _ rest: Substring, mayHavePrefix: Bool
    ) throws(EndpointURLError) -> Self {
        let authority = rest.prefix { $0 != "/" }
        let (prefix, virtualHost) = try path(
            rest.dropFirst(authority.count), mayHavePrefix: mayHavePrefix)
        let (userInfo, place) = try splitUser(authority)
        let (host, port) = try splitPort(place)
        var url = Self(scheme: scheme, host: host, port: port, virtualHost: virtualHost)
        url.pathPrefix = prefix
        guard let userInfo else { return url }
        let name = userInfo.prefix { $0 != ":" }
        guard !name.isEmpty else { throw .emptyUser }
        url.user = try decode(name)
        if name.count < userInfo.count {
            // librabbitmq takes C strings, and what was cut at a NUL would not be the password.
            url.password = Secret(try decode(userInfo.dropFirst(name.count + 1)))
        }
        return url
    }

    /// The scheme of a URL, whatever follows it: other adapters' URLs have other forms.
    ///
    /// - Throws: `EndpointURLError.noScheme`.
    package static func scheme(of text: String) throws(EndpointURLError) -> String {
        try splitScheme(text).0
    }

    /// Reads a host that stands alone: a name or an address, IPv6 without brackets; or nil.
    package static func host(_ text: String) -> String? {
        if let address = IPv6Address(text) { return address.description }
        return try? name(Substring(text))
    }

    private static func splitScheme(
        _ text: String
    ) throws(EndpointURLError) -> (String, Substring) {
        let scheme = text.prefix { $0 != ":" }
        let rest = text.dropFirst(scheme.count)
        guard rest.hasPrefix("://"), (1...16).contains(scheme.utf8.count),
            scheme.utf8.allSatisfy({ isLetterOrDigit($0) || $0 == UInt8(ascii: "+") })
        else { throw .noScheme }
        return (scheme.lowercased(), rest.dropFirst(3))
    }

    private static func server(
        _ scheme: String, _ rest: Substring
    ) throws(EndpointURLError) -> Self {
        guard !rest.contains("/"), !rest.contains("@") else {
            throw .notHostAlone(scheme: scheme)
        }
        let (host, port) = try splitPort(rest)
        var url = Self(scheme: scheme, host: host, port: port)
        url.isServer = true
        return url
    }

    /// A path as an address of unix(7) holds it, with room for a suffix.
    private static func socket(
        _ scheme: String, _ rest: Substring, _ usual: String?
    ) throws(EndpointURLError) -> Self {
        guard let path = PercentEncoding.decode(rest), !path.utf8.contains(0) else {
            throw .invalidEncoding
        }
        // What is printed of it is one line, and means the same to everybody.
        guard path.hasPrefix("/"), !path.hasSuffix("/"), path.utf8.count <= 100 else {
            let example = usual ?? "/run/my-docker-network/announce.sock"
            throw .notSocketPath(scheme: scheme, example: example)
        }
        return Self(socketPath: path, scheme: scheme)
    }

    /// The path is nothing, `/`, or a slash and one percent-encoded segment, with a prefix before it
    /// where it may have one.
    private static func path(
        _ path: Substring, mayHavePrefix: Bool
    ) throws(EndpointURLError) -> (prefix: [String], virtualHost: String) {
        guard !path.contains("@") else { throw .strayAt }
        var segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard let last = segments.popLast() else { return ([], "/") }
        guard segments.isEmpty || mayHavePrefix else { throw .severalSegments }
        var prefix: [String] = []
        for segment in segments {
            let part = try decode(segment)
            guard !part.isEmpty, part != ".", part != ".." else { throw .invalidPrefix }
            prefix.append(part)
        }
        return (prefix, last.isEmpty ? "/" : try decode(last))
    }

    private static func splitUser(
        _ authority: Substring
    ) throws(EndpointURLError) -> (userInfo: Substring?, place: Substring) {
        let parts = authority.split(separator: "@", omittingEmptySubsequences: false)
        switch parts.count {
        case 1: return (nil, authority)
        case 2: return (parts[0], parts[1])
        default: throw .strayAt
        }
    }

    private static func splitPort(
        _ place: Substring
    ) throws(EndpointURLError) -> (String, Int?) {
        guard !place.isEmpty else { throw .noHost }
        if place.first == "[" {
            guard let bracket = place.firstIndex(of: "]"),
                let address = IPv6Address(place[place.index(after: place.startIndex)..<bracket])
            else { throw .invalidHost }
            return (address.description, try port(place[place.index(after: bracket)...]))
        }
        let host = place.prefix { $0 != ":" }
        guard !host.isEmpty else { throw .noHost }
        return (try name(host), try port(place.dropFirst(host.count)))
    }

    /// A host as resolvers take it: an underscore is no RFC 1123, but container names have it.
    private static func name(_ host: Substring) throws(EndpointURLError) -> String {
        guard (1...253).contains(host.utf8.count),
            host.utf8.allSatisfy({
                isLetterOrDigit($0)
                    || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_")]
                        .contains($0)
            }),
            host.first != "-", host.first != ".", !host.holds("..")
        else { throw .invalidHost }
        let isNumeric = host.utf8.allSatisfy { $0 == UInt8(ascii: ".") || isDigit($0) }
        guard !isNumeric || IPv4Address(host) != nil else { throw .invalidHost }
        return host.lowercased()
    }

    private static func port(_ text: Substring) throws(EndpointURLError) -> Int? {
        guard !text.isEmpty else { return nil }
        let digits = text.dropFirst()
        guard text.first == ":", (1...5).contains(digits.utf8.count),
            digits.utf8.allSatisfy(isDigit), let number = Int(digits),
            (1...65_535).contains(number)
        else { throw .invalidPort }
        return number
    }

    /// AMQP's short strings hold 255 bytes; the C library cuts a string at a NUL.
    private static func decode(_ text: Substring) throws(EndpointURLError) -> String {
        guard let decoded = PercentEncoding.decode(text), !decoded.utf8.contains(0) else {
            throw .invalidEncoding
        }
        guard decoded.utf8.count <= 255 else { throw .partTooLong }
        return decoded
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
