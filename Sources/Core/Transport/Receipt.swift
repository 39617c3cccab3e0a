/// A host's answer to one announcement.
public struct Receipt: Hashable, Sendable {
    /// What the host did.
    public enum Outcome: Hashable, Sendable {
        /// Every required sink holds it.
        case applied
        /// It was refused, for this reason.
        case refused(String)
    }

    /// The host's name.
    public var hostName: String
    /// What the host did.
    public var outcome: Outcome

    /// Joins the two.
    public init(hostName: String, outcome: Outcome) {
        self.hostName = hostName
        self.outcome = outcome
    }
}
