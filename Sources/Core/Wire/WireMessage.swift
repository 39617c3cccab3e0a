/// An announcement as every wire carries it: the body of 2014 and the headers beside it.
///
/// Adapters map this to their own framing and back; what a value means is decided here alone.
public struct WireMessage: Hashable, Sendable {
    /// `ip:hostname:up` or `ip:hostname:down`.
    public var body: [UInt8]
    /// The headers that are there; all are absent on a message of 2014.
    public var headers: [WireHeader: WireValue]

    /// Creates a message from its body and headers.
    public init(body: [UInt8], headers: [WireHeader: WireValue] = [:]) {
        self.body = body
        self.headers = headers
    }

    /// Prints an announcement.
    public init(_ announcement: Announcement) {
        body = AnnouncementBody.bytes(of: announcement)
        headers = [:]
        if let origin = announcement.origin {
            headers[.instance] = .text(origin.instance.description)
            headers[.started] = .integer(origin.started)
            headers[.sequence] = .integer(origin.sequence)
        }
        if let lease = announcement.lease {
            headers[.lease] = .integer(lease.seconds)
        }
    }

    /// Reads the announcement; headers that are not ours are no concern of it.
    ///
    /// - Parameter domain: The domain hostnames are relative to.
    /// - Returns: The announcement, its origin and lease where it has them.
    /// - Throws: `WireError` that names the part that is wrong.
    public func announcement(in domain: Domain) throws(WireError) -> Announcement {
        let (kind, registration) = try AnnouncementBody.parse(body, in: domain)
        return Announcement(kind, registration, origin: try origin(), lease: try lease())
    }

    private func origin() throws(WireError) -> Origin? {
        guard headers[.instance] != nil || headers[.started] != nil || headers[.sequence] != nil
        else { return nil }
        guard let instance = headers[.instance], let started = headers[.started],
            let sequence = headers[.sequence]
        else { throw .incompleteOrigin }
        guard case .text(let text) = instance, let instance = InstanceID(text)
        else { throw .invalidHeader(.instance) }
        guard case .integer(let started) = started, started >= 0
        else { throw .invalidHeader(.started) }
        guard case .integer(let sequence) = sequence, sequence >= 1
        else { throw .invalidHeader(.sequence) }
        return Origin(instance: instance, started: started, sequence: sequence)
    }

    private func lease() throws(WireError) -> Lease? {
        guard let value = headers[.lease] else { return nil }
        guard case .integer(let seconds) = value, let lease = Lease(seconds: seconds)
        else { throw .invalidHeader(.lease) }
        return lease
    }
}

/// The headers that ride beside an announcement's body.
public enum WireHeader: String, Hashable, Sendable, CaseIterable {
    /// The emitter's identity: a UUID as a string.
    case instance
    /// The emitter's start: a 64-bit integer, milliseconds since 1970.
    case started
    /// The announcement's number: a 64-bit integer from 1.
    case sequence
    /// The lease: a 64-bit integer, seconds, inside `Lease.bounds`.
    case lease

    /// The rule that a value must keep, as the end of a sentence that began with the header's name.
    var requirement: String {
        switch self {
        case .instance: "must be a UUID as a string"
        case .started: "must be an integer of milliseconds since 1970"
        case .sequence: "must be an integer from 1"
        case .lease:
            "must be an integer from \(Lease.bounds.lowerBound) to \(Lease.bounds.upperBound)"
        }
    }
}

/// A header's value as far as announcements use types; AMQP's integers of every width are one.
public enum WireValue: Hashable, Sendable {
    /// A signed integer.
    case integer(Int64)
    /// A string.
    case text(String)
    /// A value of any other type, or an integer that does not fit.
    case other
}
