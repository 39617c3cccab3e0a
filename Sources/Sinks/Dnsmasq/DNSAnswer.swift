import DockerNetwork

/// What an answer says about addresses.
struct DNSAnswer: Hashable, Sendable {
    /// The addresses of the type that was asked for.
    var addresses: [IPAddress]
    /// Whether records were left out for want of space.
    var isTruncated: Bool

    /// The addresses as a text: `10.0.0.1, 10.0.0.2`, or `nothing`.
    var shown: String { Self.shown(addresses) }

    /// Some addresses as a text, not too many.
    static func shown(_ addresses: [IPAddress]) -> String {
        guard !addresses.isEmpty else { return "nothing" }
        return addresses.prefix(4).map(\.description).joined(separator: ", ")
    }
}
