import DockerNetwork

/// What the resolver is asked, and which answer says that it has read what was written.
struct DNSQuestion: Hashable, Sendable {
    /// The name and the address in question.
    let registration: Registration
    /// Whether the answer shall have the address, or shall not.
    let isPresent: Bool

    /// Asks whether a registration resolves.
    static func present(_ registration: Registration) -> Self {
        Self(registration: registration, isPresent: true)
    }

    /// Asks whether a registration has ceased to resolve.
    static func absent(_ registration: Registration) -> Self {
        Self(registration: registration, isPresent: false)
    }

    /// The record type of the address: A or AAAA.
    var type: DNSMessage.RecordType {
        switch registration.address {
        case .v4: .a
        case .v6: .aaaa
        }
    }

    /// Whether an answer is the one waited for.
    ///
    /// A truncated answer may lack the address: it counts as the one waited for, since all that
    /// can be told from it is that the resolver answers.
    func isMet(by answer: DNSAnswer) -> Bool {
        answer.isTruncated || answer.addresses.contains(registration.address) == isPresent
    }
}
