package import DockerNetwork

/// A host's connection on its thread: each call leaves its `Reply` behind where it has to wait.
package protocol SubscribingActor: ConnectionActor {
    /// Connects.
    func open(_ reply: Reply<Void>)

    /// Waits until something has arrived.
    func nextBatch(limit: Int, _ reply: Reply<[Delivery]>)

    /// Takes deliveries off the transport.
    func acknowledge(_ tokens: [Delivery.Token], _ reply: Reply<Void>)

    /// Answers announcements.
    func send(_ receipts: [(Receipt, to: ReplyAddress)], _ reply: Reply<Void>)

    /// Sends a probe.
    func sendProbe(_ probe: ProbeID, _ reply: Reply<Void>)

    /// Asks every emitter to announce again.
    func requestResync(_ reply: Reply<Void>)

    /// Ends the connection; whoever still waits gets `.closed`.
    func close(_ reply: Reply<Void>)
}
