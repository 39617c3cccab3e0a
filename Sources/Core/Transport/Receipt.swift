/// A host's answer to one announcement.
public struct Receipt: Hashable, Sendable {
    /// The outcome of an announcement at the host.
    public enum Outcome: Hashable, Sendable {
        /// Every required sink holds it.
        case applied
        /// It was refused, for this reason.
        case refused(String)
        /// The host has it, but the name does not lead to the address, for this reason.
        case unmet(String)
        /// A sink cannot hold it yet, for this reason; another receipt follows when one does.
        case pending(String)
    }

    /// The evidence that it was applied, from the weakest to the strongest.
    public enum Evidence: String, Hashable, Sendable, Comparable {
        /// It is in the table, and no required sink takes the name.
        case registered
        /// It is written; nobody could be asked.
        case written
        /// Every sink's server was asked and answers with it, or is the host's own.
        case resolves

        /// Whether less is known by one than by the other.
        public static func < (one: Self, other: Self) -> Bool { one.rank < other.rank }

        private var rank: Int {
            switch self {
            case .registered: 0
            case .written: 1
            case .resolves: 2
            }
        }
    }

    /// The host's name.
    public var hostName: String
    /// The outcome of the announcement.
    public var outcome: Outcome
    /// The evidence that it was applied; nil if the host gives none, as older hosts.
    public var evidence: Evidence?
    /// A remark on an applied one, in one line: who also answers for the name.
    public var remark: String?

    /// Creates one from its parts.
    public init(
        hostName: String, outcome: Outcome, evidence: Evidence? = nil, remark: String? = nil
    ) {
        self.hostName = hostName
        self.outcome = outcome
        self.evidence = evidence
        self.remark = remark
    }
}

/// The address that a receipt goes to; only the transport that made it can read it.
public struct ReplyAddress: Hashable, Sendable {
    /// The transport's own address of the sender.
    public var route: String
    /// The sender's own name of what is answered.
    public var correlation: String

    /// Creates one from its parts.
    public init(route: String, correlation: String) {
        self.route = route
        self.correlation = correlation
    }
}
