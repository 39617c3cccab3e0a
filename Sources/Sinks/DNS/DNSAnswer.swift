package import DockerNetwork

/// The addresses in an answer.
package struct DNSAnswer: Hashable, Sendable {
    /// The addresses of the type that was asked for.
    package var addresses: [IPAddress]
    /// Whether records were left out for want of space.
    package var isTruncated: Bool

    /// The addresses as a text: `10.0.0.1, 10.0.0.2`, or `nothing`.
    package var shown: String { Self.shown(addresses) }

    /// Some addresses as a text, not too many.
    package static func shown(_ addresses: [IPAddress]) -> String {
        guard !addresses.isEmpty else { return "nothing" }
        return addresses.prefix(4).map(\.description).joined(separator: ", ")
    }
}
