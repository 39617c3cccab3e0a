import DockerNetwork
import DockerNetworkDNS

/// A question for the resolver, and the answer that shows that it has read what was written.
struct DNSQuestion: Hashable, Sendable {
    /// The name and the address in question.
    let registration: Registration
    /// Whether the answer shall have the address, or shall not.
    let isPresent: Bool
    /// The name's other addresses: with `localise-queries` some are answered in the place of all.
    var others: [IPAddress] = []

    /// Asks whether a registration resolves.
    ///
    /// - Parameters:
    ///   - registration: The registration.
    ///   - entries: Where the other addresses of its name are, among other names'.
    /// - Returns: The question.
    static func present(_ registration: Registration, among entries: [Entry] = []) -> Self {
        var question = Self(registration: registration, isPresent: true)
        for other in entries.map(\.registration)
        where other.hostname == registration.hostname && other != registration {
            question.others.append(other.address)
        }
        return question
    }

    /// Asks whether a registration has ceased to resolve.
    static func absent(_ registration: Registration) -> Self {
        Self(registration: registration, isPresent: false)
    }

    /// The record type of the address: A or AAAA.
    var type: DNSType {
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

    /// Whether an answer has only other addresses of the name, as one for the asker's own network.
    func isLocalised(_ answer: DNSAnswer) -> Bool {
        isPresent && !answer.addresses.isEmpty && answer.addresses.allSatisfy(others.contains)
    }
}
