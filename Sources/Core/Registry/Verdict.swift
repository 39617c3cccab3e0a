/// The registry's decision on one announcement.
public enum Verdict: Hashable, Sendable {
    /// The table changed.
    case changed
    /// The table is as it was: a renewal, or what was announced holds already.
    case unchanged
    /// The message came too late or twice.
    case ignored(Ignored)
    /// The announcement was refused.
    case refused(Refusal)

    /// A reason why a message has no effect although it is not refused.
    public enum Ignored: String, Hashable, Sendable {
        /// The instance has said something newer about this registration.
        case outdated
        /// A message with the same identity was here before.
        case duplicate
    }
}
