/// What became of one publication.
public enum PublishOutcome: Hashable, Sendable {
    /// A host gets it.
    case routed
    /// The transport took it, but no host is bound: nobody hears.
    case noReceiver
    /// The broker refused it, with the broker's own words.
    case refused(String)
}
