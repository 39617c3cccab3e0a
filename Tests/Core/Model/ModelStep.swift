import DockerNetwork

/// One thing that happens to a registry.
///
/// A step carries everything it needs, so that a schedule
/// from which steps were dropped is still a schedule.
enum ModelStep: Sendable {
    /// A message arrives.
    case deliver(ModelMessage)
    /// Time passes; no lease clock moves.
    case wait(Duration)
    /// The host's wall clock is set, by so many milliseconds.
    case setClock(Int64)
    /// A lease clock (nil: that of adopted entries) reaches an instant this long ago.
    case hear(transport: Int?, behind: Duration)
    /// A transport hears again after a gap.
    case gap(transport: Int)
    /// The host starts again, under this policy, and adopts what its predecessor wrote.
    case restart(Policy)
    /// The host reads its configuration again, which has this policy.
    case replace(Policy)
    /// A sink that could not be read at the start is read now.
    case adopt([Entry])
    /// The sinks take the changes.
    case takeChanges
}

extension ModelStep: CustomStringConvertible {
    var description: String {
        switch self {
        case .deliver(let message): "deliver \(message)"
        case .wait(let duration): "wait \(duration)"
        case .setClock(let milliseconds): "set the clock by \(milliseconds) ms"
        case .hear(let transport, let behind):
            "the clock of \(transport.map(String.init) ?? "adopted") reaches now - \(behind)"
        case .gap(let transport): "fresh leases of \(transport)"
        case .restart(let policy): "restart: \(policy.modelText)"
        case .replace(let policy): "another policy: \(policy.modelText)"
        case .adopt(let entries): "adopt \(entries.map(\.modelText))"
        case .takeChanges: "take the changes"
        }
    }
}

extension Policy {
    var modelText: String {
        let users = users.map { "\($0): \($1.allowedNames)" }.sorted().joined(separator: " ")
        return "\(conflicts), \(namesPerInstance) an instance, \(namesPerUser) a user, "
            + "\(namesInAll) in all, \(addressesPerHostname) addresses a hostname, "
            + "\(hostnamesPerAddress) hostnames an address, reserved \(reservedNames), "
            + "origin \(requiresOrigin ? "required" : "optional"), users [\(users)]"
    }
}

extension Origin {
    var modelText: String {
        "#\(String(instance.rawValue, radix: 10)) started \(started) sequence \(sequence)"
    }
}

extension Entry {
    var modelText: String {
        let lease = lease.map { " lease \($0)" } ?? ""
        return "\(registration) \(holder?.modelText ?? "nobody")\(lease)"
    }
}
