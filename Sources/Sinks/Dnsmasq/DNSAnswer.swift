import DockerNetwork

/// What an answer says about addresses.
struct DNSAnswer: Hashable, Sendable {
    /// The addresses of the type that was asked for.
    var addresses: [IPAddress]
    /// Whether records were left out for want of space.
    var isTruncated: Bool
}
