/// An emitter's connection.
///
/// Calls may overlap. After one threw anything but `.cancelled` the connection is over.
public protocol Publisher: Sendable {
    /// The capabilities of this connection beyond carrying announcements.
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

/// The options that an emitter gives when it opens a connection.
public struct PublisherOptions: Hashable, Sendable {
    /// The emitter's identity, or nil for a one-shot that has none.
    public var instance: InstanceID?
    /// Whether `nextSignal` shall report resync requests, where the transport can.
    public var hearsResync: Bool
    /// Whether `nextSignal` shall report receipts, where the transport can.
    public var hearsReceipts: Bool
    /// The timeout of connecting, and of the answer to one call of `publish`; nil: the timeout of
    /// the transport's own configuration, which is the limit in any case.
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

/// A signal that comes back to an emitter.
public enum PublisherSignal: Hashable, Sendable {
    /// A host asks every emitter to announce again.
    case resync
    /// The transport carries resync requests, but this connection hears none, for this reason in
    /// one line: its user may not. It comes at most once a connection.
    case resyncUnheard(reason: String)
    /// A host answers the publication with this `messageID`.
    case receipt(Receipt, messageID: String)
}

/// One announcement as it is handed to a transport.
public struct Publication: Hashable, Sendable {
    /// The announcement.
    public var announcement: Announcement
    /// The message's identity, at most `longestMessageID` bytes: a transport refuses a longer one;
    /// a publish that is repeated keeps it.
    public var messageID: String
    /// The time when it was handed over: milliseconds since 1970.
    public var sentAt: Int64
    /// Whether the hosts shall answer, where the transport can carry that.
    public var wantsReceipt: Bool

    /// 255 bytes: AMQP's limit for a short string (AMQP 0-9-1 section 4.2.5.3) holds on every wire.
    public static let longestMessageID = 255

    /// Creates one from its parts.
    public init(
        _ announcement: Announcement, messageID: String, sentAt: Int64, wantsReceipt: Bool = false
    ) {
        self.announcement = announcement
        self.messageID = messageID
        self.sentAt = sentAt
        self.wantsReceipt = wantsReceipt
    }
}

/// The outcome of one publication.
public enum PublishOutcome: Hashable, Sendable {
    /// A host gets it.
    case routed
    /// The transport took it, but no host is bound: nobody hears.
    case noReceiver
    /// The broker refused it, with the broker's own words.
    case refused(String)
}
