/// What an emitter asks of a connection when it opens it.
public struct PublisherOptions: Hashable, Sendable {
    /// The emitter's identity, or nil for a one-shot that has none.
    public var instance: InstanceID?
    /// Whether `nextSignal` shall report resync requests, where the transport can.
    public var hearsResync: Bool
    /// Whether `nextSignal` shall report receipts, where the transport can.
    public var hearsReceipts: Bool

    /// Joins the three.
    public init(
        instance: InstanceID? = nil, hearsResync: Bool = false, hearsReceipts: Bool = false
    ) {
        self.instance = instance
        self.hearsResync = hearsResync
        self.hearsReceipts = hearsReceipts
    }
}
