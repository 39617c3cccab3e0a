package import DockerNetwork

/// An emitter's connection on its thread: each call leaves its `Reply` behind where it has to wait.
package protocol PublishingActor: ConnectionActor {
    /// Connects.
    func open(_ reply: Reply<Void>)

    /// Sends announcements; the reply comes with the last of their outcomes.
    func publish(_ publications: [Publication], _ reply: Reply<[PublishOutcome]>)

    /// Waits for the next signal.
    func nextSignal(_ reply: Reply<PublisherSignal>)

    /// Ends the connection; whoever still waits gets `.closed`.
    func close(_ reply: Reply<Void>)
}
