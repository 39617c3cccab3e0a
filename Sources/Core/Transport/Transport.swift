/// Brings announcements to hosts.
///
/// Every ``Transport`` does, and so does what watches something that knows nothing of this project
/// and announces in its place: nobody publishes over that.
///
/// A source is a description of how to connect: making one does nothing, and it holds no resource.
/// What ``Transport`` says of connections and of writing an adapter holds for it, too.
public protocol AnnouncementSource: Sendable {
    /// The place that it connects to, for logs and errors, without any secret:
    /// `amqp://host@127.0.0.1:5672/my-docker-network`.
    var endpoint: String { get }

    /// The capabilities of this transport beyond carrying announcements, at best.
    var capabilities: TransportCapabilities { get }

    /// The time that a host that died may still have its name, so that its successor gets `.inUse`
    /// without a reason to alarm anybody.
    var takeoverTime: Duration { get }

    /// Connects as a host, and returns when every announcement made from now on will arrive.
    ///
    /// - Throws: `TransportError`: `.unreachable` where nobody answers, `.refused` where the
    ///   password or permission is wrong, `.configuration` where what is asked for cannot be, `.inUse`
    ///   where another host service has the name.
    func openSubscription(
        _ options: SubscriptionOptions
    ) async throws(TransportError) -> any Subscription
}

extension AnnouncementSource {
    /// None: a transport that sees its hosts die frees their names at once.
    public var takeoverTime: Duration { .zero }
}

/// Carries announcements from emitters to hosts.
///
/// A transport is a description of how to connect: making one does nothing, and it holds no
/// resource. Every call of `openPublisher` and `openSubscription` makes a connection of its own.
/// A connection that fails is over: its calls throw, and the caller (`HostService`, `Emitter`)
/// closes it and opens another with back-off. An adapter therefore never reconnects by itself,
/// and never hides that it was cut off.
///
/// ## Writing an adapter
/// - Throw `TransportError` with the code that fits; the code decides whether it is tried again
///   and what a program exits with. The message is one line: what, where, what to do, no secret.
/// - Never block the cooperative pool: a blocking library gets a thread of its own.
/// - When the task that waits in one of your calls is cancelled, throw `.cancelled` promptly.
/// - What comes from outside is read by `WireMessage`; pass on what does not parse as
///   `Delivery.Content.malformed`, so that it is counted, logged and acknowledged in one place.
/// - State in `capabilities` what the wire can do, and pass the conformance suite.
public protocol Transport: AnnouncementSource {
    /// Connects as an emitter.
    ///
    /// - Throws: `TransportError`: `.unreachable` where nobody answers, `.noHost` where the host itself
    ///   would answer, and none listens, `.refused` where the
    ///   password or permission is wrong, `.configuration` where what is asked for cannot be.
    func openPublisher(_ options: PublisherOptions) async throws(TransportError) -> any Publisher
}

/// The capabilities of a transport beyond carrying announcements.
public struct TransportCapabilities: OptionSet, Hashable, Sendable {
    /// The set as bits.
    public let rawValue: Int

    /// Makes a set of its bits.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Hosts can answer an announcement.
    public static let receipts = Self(rawValue: 1 << 0)
    /// Hosts can ask every emitter to announce again.
    public static let resync = Self(rawValue: 1 << 1)
    /// Announcements that are made while a host is away wait for it.
    public static let durable = Self(rawValue: 1 << 2)
    /// Every host gets every announcement.
    public static let fanout = Self(rawValue: 1 << 3)
}
