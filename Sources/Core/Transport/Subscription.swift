/// A host's connection.
///
/// Calls may overlap, but `nextBatch` is awaited by one task at a time. After one threw anything
/// but `.cancelled` the connection is over.
public protocol Subscription: Sendable {
    /// Waits until something has arrived and returns all of it, in its order, at most `limit`.
    ///
    /// Deliveries stay the transport's until they are acknowledged; those that are not when the
    /// connection ends are delivered again if the transport is durable.
    ///
    /// - Throws: `TransportError` once the connection is lost or closed.
    func nextBatch(limit: Int) async throws(TransportError) -> [Delivery]

    /// Takes deliveries off the transport, all of them in as few messages as it can, and answers
    /// announcements that asked for it.
    ///
    /// Both go out together, so that no receipt waits until the other side has the acknowledgements.
    /// An emitter that is gone is no error.
    ///
    /// - Parameters:
    ///   - tokens: The deliveries.
    ///   - receipts: The answers, each with where its delivery says that it goes.
    /// - Throws: `TransportError` once the connection is lost or closed.
    func settle(
        _ tokens: [Delivery.Token], sending receipts: [(Receipt, to: ReplyAddress)]
    ) async throws(TransportError)

    /// Restores what announcements need to reach this subscription (exchange, queue, binding),
    /// and sends a probe on the way behind them.
    ///
    /// The probe comes back from `nextBatch` as `Delivery.Content.probe`, after everything that
    /// was on its way before it: that, and nothing else, proves that the host hears. It does not
    /// wait for the probe, nor for the other side.
    func sendProbe(_ probe: ProbeID) async throws(TransportError)

    /// Asks every running emitter to announce again; does nothing where the transport cannot.
    func requestResync() async throws(TransportError)

    /// Ends the connection and frees what it holds; a second call does nothing.
    func close() async
}

/// The options that a host gives when it opens a connection.
public struct SubscriptionOptions: Hashable, Sendable {
    /// The host's name: two services with different names each get every announcement.
    public var hostName: String
    /// The domain hostnames are relative to.
    public var domain: Domain

    /// Creates one from its parts.
    public init(hostName: String, domain: Domain) {
        self.hostName = hostName
        self.domain = domain
    }
}
