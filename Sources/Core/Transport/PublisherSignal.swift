/// What comes back to an emitter.
public enum PublisherSignal: Hashable, Sendable {
    /// A host asks every emitter to announce again.
    case resync
    /// The transport carries resync requests, but this connection hears none, for this reason in
    /// one line: its user may not. It comes at most once a connection.
    case resyncUnheard(reason: String)
    /// A host answers the publication with this `messageID`.
    case receipt(Receipt, messageID: String)
}
