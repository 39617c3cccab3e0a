/// The state of a running host service at one instant.
///
/// All times are milliseconds since 1970.
///
/// ```swift
/// let status = await service.status()
/// for sink in status.sinks where !sink.isCurrent { print(sink.name, sink.lastFailure ?? "") }
/// ```
public struct HostStatus: Sendable {
    /// Something that went wrong, and when.
    public struct Failure: Hashable, Sendable {
        /// One line without any secret.
        public var message: String
        /// The time of the failure.
        public var time: Int64
    }

    /// A transport, or a group of transports that fails over.
    public struct Transport: Sendable {
        /// Its endpoints, the most preferred first.
        public var name: String
        /// The endpoint in use; nil while it is not connected.
        public var endpointInUse: String?
        /// Since when it is connected; nil while it is not.
        public var connectedSince: Int64?
        /// Whether it is connected, and its probes come back in time.
        public var isHearing: Bool
        /// The time that the last probe took from the service through the transport and back.
        public var lag: Duration?
        /// The number of messages that came over it.
        public var received: UInt64
        /// The reason why it was lost, or could not be connected, the last time.
        public var lastFailure: Failure?
    }

    /// A sink and how far it is.
    public struct Sink: Sendable {
        /// The place that it writes.
        public var name: String
        /// Whether acknowledgements and receipts wait for it.
        public var isRequired: Bool
        /// The number of changes that it lacks; nil: it must be written as a whole.
        public var pending: Int?
        /// Whether it equals the table, or lacks only what came in the last second.
        public var isCurrent: Bool
        /// The time of the last write; nil: never written.
        public var lastSuccess: Int64?
        /// The reason why it could not be written the last time.
        public var lastFailure: Failure?
    }

    /// A registration, who holds it and for how long.
    public struct Name: Sendable {
        /// The registration, its holder and its lease.
        public var entry: Entry
        /// The user it counts for; nil if no transport vouches for one, or it was adopted.
        public var user: String?
        /// The time that its lease holds without a renewal; nil without a lease.
        public var leaseLeft: Duration?
        /// Since when its holder has it, or since the service's start.
        public var since: Int64
    }

    /// The refusals of one user for one cause.
    public struct Refusal: Sendable {
        /// `Refusal.cause` or `WireError.cause`.
        public var cause: String
        /// The user, or where the transport can tell more, which sender.
        public var user: String
        /// The number of refusals since the service's start.
        public var count: UInt64
        /// The last time.
        public var last: Failure
    }

    /// A sender and the number of its messages in the last one to two minutes.
    public struct Talker: Sendable {
        /// The sender.
        public var name: String
        /// The number of messages.
        public var messages: Int
    }

    /// The host's name.
    public var hostName: String
    /// The domain that hostnames are relative to.
    public var domain: Domain
    /// The time when the service was created.
    public var started: Int64
    /// The time when this was true.
    public var time: Int64
    /// The transports in the order of the configuration.
    public var transports: [Transport]
    /// The sinks in the order of the configuration.
    public var sinks: [Sink]
    /// The number of registrations in the table.
    public var nameCount: Int
    /// The registrations in no order; empty unless asked for.
    public var names: [Name] = []
    /// Refusals, the most frequent first; of very many kinds the rarest are left out.
    public var refusals: [Refusal]
    /// The senders of most messages, the busiest first.
    public var talkers: [Talker]

    /// Whether a transport is connected and every required sink is current.
    public var isReady: Bool {
        transports.contains { $0.connectedSince != nil }
            && sinks.allSatisfy { $0.isCurrent || !$0.isRequired }
    }
}
