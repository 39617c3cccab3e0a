#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The reason why no connection to a host came about.
package enum ConnectFailure: Error, Sendable {
    /// One address, and the system's number for why it could not be connected to.
    package struct Attempt: Hashable, Sendable {
        var address: String
        var number: CInt
    }

    /// The resolver does not know the name, for this reason.
    case unknownName(String, reason: String)
    /// The resolver has not answered within this time.
    case silentResolver(String, Duration)
    /// None of the host's addresses could be connected to.
    case unreachable([Attempt])
    /// The machine has none of these left.
    case shortage(of: String, CInt)
}

extension ConnectFailure: CustomStringConvertible {
    /// The failure, with the system's reason, and what to do.
    package var description: String {
        switch self {
        case .unknownName(let name, let reason):
            "the host's name '\(name)' is unknown (\(reason)); check it, or the resolver"
        case .silentResolver(let name, let time):
            "the resolver said nothing about the host's name '\(name)' for \(time); "
                + "check the resolver"
        case .unreachable(let attempts):
            "cannot connect to \(attempts.map(\.description).joined(separator: ", ")); "
                + Self.advice(attempts)
        case .shortage(let what, let number):
            "no \(what) is left for a connection (error \(number)); close some, or raise the limit"
        }
    }

    private static func advice(_ attempts: [Attempt]) -> String {
        attempts.contains { $0.number != ETIMEDOUT }
            ? "check that the broker runs, and host and port"
            : "check host and port, and what filters them"
    }
}

extension ConnectFailure.Attempt: CustomStringConvertible {
    /// The address and the system's reason.
    package var description: String {
        "\(address) (\(String(cString: strerror(number)).withSmallInitial))"
    }
}

extension String {
    /// The system's reasons stand in the middle of a sentence.
    var withSmallInitial: String { prefix(1).lowercased() + String(dropFirst()) }
}
