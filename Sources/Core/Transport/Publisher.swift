/// An emitter's connection.
///
/// Calls may overlap. After one threw anything but `.cancelled` the connection is over.
public protocol Publisher: Sendable {
    /// What this connection can do beyond carrying announcements.
    var capabilities: TransportCapabilities { get }

    /// The user that hosts know this connection by; nil if the transport vouches for none.
    ///
    /// An instance belongs to one user: an emitter whose connection has another user than its last
    /// one announces as a new instance.
    var user: String? { get }

    /// Sends announcements in their order and returns one outcome each, in the same order, once
    /// the transport answers for all of them.
    ///
    /// - Throws: `TransportError`: `.noHost` where there is nothing to publish to, `.refused`
    ///   where this user may not publish, `.closed` where the connection was lost: then any of
    ///   them may have arrived, and the caller publishes all again with the same `messageID`.
    func publish(
        _ publications: [Publication]
    ) async throws(TransportError) -> [PublishOutcome]

    /// Waits for what comes back; a connection without signals waits until it is lost.
    ///
    /// - Throws: `TransportError` once the connection is lost or closed.
    func nextSignal() async throws(TransportError) -> PublisherSignal

    /// Ends the connection and frees what it holds; a second call does nothing.
    func close() async
}

extension Publisher {
    /// None, unless the transport says otherwise.
    public var user: String? { nil }
}
