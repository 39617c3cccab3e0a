/// Until when a host is known to have heard over one transport.
///
/// A connection that looks alive may be deaf: a blocked publisher side, a queue that lost its
/// binding, a stale consumer and a backlog all look connected. So hearing is proved by probes that
/// come back behind everything announced before them, and the lease clock advances only to the
/// time at which the last probe that came back was sent.
struct HearingClock: Sendable {
    private struct Probe {
        var id: ProbeID
        var sentAt: Duration
    }

    /// The meaning of a probe's return.
    enum Return: Equatable {
        /// This service did not send it.
        case unknown
        /// The host heard all along: the lease clock has advanced.
        case heard
        /// The host is still behind: the lease clock stands.
        case stillDeaf
        /// The host hears again after a gap.
        case resumed
    }

    /// The lease clock; nil while nothing was ever heard.
    private(set) var heardUntil: Duration?
    private(set) var isDeaf = false
    /// The time that the last probe that came back was on its way.
    private(set) var lag: Duration?
    private var isConnected = false
    private var outstanding: [Probe] = []
    private var lastSent: Duration = .zero
    /// The time at which the service means to ask for a probe again.
    private var asksAgainAt: Duration?

    /// Even without leases the binding is looked after: every 10 s.
    static let longestInterval: Duration = .seconds(10)
    /// More probes than this on their way tell nothing new.
    private static let mostOutstanding = 16

    /// The interval at which a probe is due: a third of the shortest lease.
    static func interval(for lease: Lease?) -> Duration {
        min(lease?.renewalInterval ?? longestInterval, longestInterval)
    }

    /// Notes a new connection: from now on the host hears.
    mutating func connect(at now: Duration) {
        self = HearingClock()
        isConnected = true
        heardUntil = now
        lastSent = now
    }

    /// Notes that the connection was lost: the clock stands.
    mutating func disconnect() {
        isConnected = false
        outstanding = []
    }

    /// The probe to send now, if one is due.
    ///
    /// One is due every interval, and at once when a lease has ended by the host's own clock but
    /// nothing sent since has come back: so that a lease ends on time.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - interval: How often one is due.
    ///   - deadline: When the first lease ends.
    /// - Returns: The probe, and whether it shows for the first time that the host is deaf.
    mutating func dueProbe(
        at now: Duration, interval: Duration, deadline: Duration?
    ) -> (id: ProbeID, becameDeaf: Bool)? {
        guard isConnected else { return nil }
        let isOverdue = now - lastSent >= interval
        let endsLease = deadline.map { $0 <= now && lastSent < $0 } ?? false
        guard isOverdue || endsLease else { return nil }
        let wasDeaf = isDeaf
        // An emitter repeats itself every third of its lease. A jam that lasts an interval is found
        // before the first lease can end that was renewed just before it.
        if let oldest = outstanding.first, now - oldest.sentAt >= interval { isDeaf = true }
        // A service that stood still (SIGSTOP, a suspended machine) looked after nothing meanwhile:
        // its binding may have been gone, and emitters turned away, while its leases went by.
        if let asksAgainAt, now - asksAgainAt >= interval { isDeaf = true }
        let probe = Probe(id: .random(), sentAt: now)
        if outstanding.count == Self.mostOutstanding { outstanding.removeFirst() }
        outstanding.append(probe)
        lastSent = now
        return (probe.id, isDeaf && !wasDeaf)
    }

    /// Notes a probe that came back: everything before it was heard.
    ///
    /// - Parameters:
    ///   - id: The probe.
    ///   - now: The time; nil: how long it took is not noted.
    /// - Returns: What it means.
    mutating func returned(_ id: ProbeID, at now: Duration? = nil) -> Return {
        guard let index = outstanding.firstIndex(where: { $0.id == id }) else { return .unknown }
        let sentAt = outstanding[index].sentAt
        outstanding.removeFirst(index + 1)
        if let now { lag = now - sentAt }
        // Renewals may stand in the same jam behind this probe: only the last one ends a gap.
        guard !isDeaf || outstanding.isEmpty else { return .stillDeaf }
        heardUntil = sentAt
        defer { isDeaf = false }
        return isDeaf ? .resumed : .heard
    }

    /// Returns the time until a probe may be due, which is when to ask again.
    mutating func delay(
        at now: Duration, interval: Duration, deadline: Duration?
    ) -> Duration {
        var next = lastSent + interval
        if let deadline, lastSent < deadline { next = min(next, deadline) }
        // A lease that arrives meanwhile lasts a second at least.
        let delay = min(max(next - now, .milliseconds(10)), .seconds(1))
        asksAgainAt = now + delay
        return delay
    }
}
