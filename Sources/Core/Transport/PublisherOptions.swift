/// What an emitter asks of a connection when it opens it.
public struct PublisherOptions: Hashable, Sendable {
    /// The emitter's identity, or nil for a one-shot that has none.
    public var instance: InstanceID?
    /// Whether `nextSignal` shall report resync requests, where the transport can.
    public var hearsResync: Bool
    /// Whether `nextSignal` shall report receipts, where the transport can.
    public var hearsReceipts: Bool
    /// How long connecting, and the answer to one call of `publish`, may take; nil: what the
    /// transport's own configuration says, which is the limit in any case.
    ///
    /// A connection that is silent must be given up early enough that two more fit into the lease. A
    /// transport that cannot lose its peer unnoticed needs no such limit.
    public var timeout: Duration?

    /// Creates one from its parts.
    public init(
        instance: InstanceID? = nil, hearsResync: Bool = false, hearsReceipts: Bool = false,
        timeout: Duration? = nil
    ) {
        self.instance = instance
        self.hearsResync = hearsResync
        self.hearsReceipts = hearsReceipts
        self.timeout = timeout
    }
}
