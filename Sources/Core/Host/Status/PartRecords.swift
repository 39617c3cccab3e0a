/// The history of a transport of a host service.
struct TransportRecord: Sendable {
    let name: String
    var endpointInUse: String?
    var connectedSince: Duration?
    var lastFailure: (message: String, time: Duration)?
    var received: UInt64 = 0

    init(name: String) {
        self.name = name
    }
}

/// A sink of a host service, what it lacks and what happened to it.
struct SinkState: Sendable {
    let id: SinkID
    var record: SinkRecord
    var isRequired: Bool
    let wake: AsyncStream<Void>.Continuation
    /// Whether a hostname goes there.
    let takes: @Sendable (Hostname) -> Bool
    var queue = SinkQueue()
}

/// The history of a sink of a host service.
struct SinkRecord: Sendable {
    /// A sink that lacks only what is younger than this is current: it is being written.
    private static let grace = Duration.seconds(1)

    let name: String
    private(set) var lastSuccess: Duration?
    private(set) var lastFailure: (message: String, time: Duration)?
    private var isFailing = false
    /// Since when it lacks something.
    private var behindSince: Duration?
    /// The time when it took all that it lacked.
    private var tookAllAt: Duration?

    init(name: String) {
        self.name = name
    }

    /// Notes that it lacks something.
    mutating func lacks(at now: Duration) {
        if behindSince == nil { behindSince = now }
    }

    /// Notes that it takes what it lacks: all of it, or a part.
    mutating func begins(all: Bool, at now: Duration) {
        tookAllAt = all ? now : nil
    }

    /// Notes that it was written, and whether it now holds everything.
    mutating func succeeds(holdsAll: Bool, at now: Duration) {
        lastSuccess = now
        isFailing = false
        // What it lacks now came after it took all.
        behindSince = holdsAll ? nil : tookAllAt ?? behindSince
    }

    /// Notes that it could not be read or written.
    mutating func fails(_ message: String, at now: Duration) {
        isFailing = true
        lastFailure = (message, now)
        lacks(at: now)
    }

    /// Whether it equals the table, or is about to.
    func isCurrent(at now: Duration) -> Bool {
        guard lastSuccess != nil, !isFailing else { return false }
        return behindSince.map { now - $0 < Self.grace } ?? true
    }
}
