internal import Logging

/// The state of a running host service: the registry, what each sink still lacks, and which
/// answers wait for the sinks.
///
/// Its methods never wait. A batch is applied to the registry at once; each sink takes everything
/// that changed since its last success when it is free, so that while a sink writes the next
/// batch gathers.
actor HostEngine {
    /// The number of a state of the table; it grows with each batch that changed something.
    typealias Version = UInt64

    private struct SinkState {
        var isRequired: Bool
        var wake: AsyncStream<Void>.Continuation
        /// What changed since the last success; nil: the sink gets the whole table.
        var changes: TableChanges?
        var holds: Version?
    }

    private struct Debt {
        var version: Version
        var session: Session
        var answers: Answers
    }

    private let configuration: HostConfiguration
    private let logger: Logger
    private let metrics = HostMetrics()
    private var registry: Registry
    private var refusals = RefusalLog()
    private var version: Version = 1
    private var sinks: [SinkState]
    private var debts: [Debt] = []
    /// One for each transport, by its place in the service's list.
    private var clocks: [HearingClock]
    /// What messages of 2014 ended while lines that have it may still be adopted; nil: none will.
    private var withdrawnUnread: Set<Registration>?

    init(
        configuration: HostConfiguration, transports count: Int,
        sinks: [(isRequired: Bool, wake: AsyncStream<Void>.Continuation)], logger: Logger
    ) {
        self.configuration = configuration
        self.logger = logger
        self.sinks = sinks.map { SinkState(isRequired: $0.isRequired, wake: $0.wake) }
        registry = Registry(policy: configuration.policy)
        clocks = Array(repeating: HearingClock(), count: count)
    }

    // MARK: Announcements

    /// Applies what arrived, answers at once what need not wait, and notes the rest as owed.
    func receive(_ batch: [Delivery], from session: Session) {
        let moment = Moment.now()
        var now = Answers()
        var later = Answers()
        for delivery in batch {
            switch delivery.content {
            case .probe(let probe):
                now.tokens.append(delivery.token)
                if probeReturned(probe, to: session.transport) { now.requestsResync = true }
            case .malformed(let error):
                metrics.count(error)
                refusals.note(cause: error.cause, at: moment.elapsed, logger: logger) {
                    "refused a message that is no announcement: \(error)"
                }
                now.add(delivery, .refused(error.description), from: configuration.hostName)
            case .announcement(let announcement):
                let verdict = registry.apply(
                    announcement, messageID: delivery.messageID, user: delivery.user,
                    from: session.transport, at: moment)
                metrics.count(verdict)
                keepInMind(announcement, verdict)
                settle(delivery, announcement, verdict, at: moment, now: &now, later: &later)
            }
        }
        publishChanges()
        session.answer(now)
        guard !later.isEmpty else { return }
        debts.append(Debt(version: version, session: session, answers: later))
        payDebts()
    }

    /// An instance's `down` leaves a tombstone in the registry; one without origin leaves nothing.
    private func keepInMind(_ announcement: Announcement, _ verdict: Verdict) {
        guard withdrawnUnread != nil, announcement.origin == nil else { return }
        switch (announcement.kind, verdict) {
        case (_, .refused), (_, .ignored): return
        case (.up, _): withdrawnUnread?.remove(announcement.registration)
        case (.down, _): withdrawnUnread?.insert(announcement.registration)
        }
    }

    /// Decides when a delivery is acknowledged: what nobody repeats waits until the required sinks
    /// hold it, what is repeated does not; receipts always wait for the sinks.
    private func settle(
        _ delivery: Delivery, _ announcement: Announcement, _ verdict: Verdict, at moment: Moment,
        now: inout Answers, later: inout Answers
    ) {
        switch verdict {
        case .refused(let refusal):
            refusals.note(cause: refusal.rawValue, at: moment.elapsed, logger: logger) {
                "refused \(announcement.kind.rawValue) of \(announcement.registration): \(refusal)"
            }
            now.add(delivery, .refused(refusal.description), from: configuration.hostName)
        case .changed, .unchanged, .ignored:
            guard announcement.lease == nil else {
                now.tokens.append(delivery.token)
                later.addReceipt(delivery, .applied, from: configuration.hostName)
                return
            }
            // One that changes nothing too: it may have come before, over a connection that was
            // lost while the sinks still lacked it.
            later.add(delivery, .applied, from: configuration.hostName)
        }
    }

    // MARK: Hearing and time

    /// Notes that a transport is connected: what it brought, and what was adopted, gets a whole
    /// lease, since nobody knows what was said meanwhile.
    func connected(_ transport: TransportID) {
        let now = Moment.now().elapsed
        clocks[transport.rawValue].connect(at: now)
        grantFreshLeases(of: transport, at: now)
    }

    /// Notes that a transport is not connected any more: its lease clock stands.
    func disconnected(_ transport: TransportID) {
        clocks[transport.rawValue].disconnect()
    }

    /// The probe a transport should send now, if one is due, and how long until the next may be.
    func dueProbe(of transport: TransportID) -> (probe: ProbeID?, delay: Duration) {
        let now = Moment.now().elapsed
        let interval = HearingClock.interval(for: registry.shortestLease)
        let deadline = earliestDeadline(of: transport)
        let due = clocks[transport.rawValue].dueProbe(
            at: now, interval: interval, deadline: deadline)
        if due?.becameDeaf == true {
            logger.warning(
                "not hearing: a probe has not come back in time; leases stand until one does")
        }
        let delay = clocks[transport.rawValue].delay(
            at: now, interval: interval, deadline: deadline)
        return (due?.id, delay)
    }

    /// Notes a probe that came back, and returns whether every emitter must announce again.
    private func probeReturned(_ probe: ProbeID, to transport: TransportID) -> Bool {
        switch clocks[transport.rawValue].returned(probe) {
        case .unknown, .stillDeaf:
            return false
        case .heard:
            expireLeases(of: transport)
            return false
        case .resumed:
            logger.info("hearing again")
            grantFreshLeases(of: transport, at: Moment.now().elapsed)
            return true
        }
    }

    private func expireLeases(of transport: TransportID) {
        guard let heardUntil = clocks[transport.rawValue].heardUntil else { return }
        registry.advance(transport, to: heardUntil)
        // Adopted entries may be renewed over any transport: they end when all were heard.
        guard let all = heardUntilEverywhere else { return }
        registry.advance(nil, to: all)
    }

    private func grantFreshLeases(of transport: TransportID, at now: Duration) {
        registry.grantFreshLeases(of: transport, at: now)
        registry.grantFreshLeases(of: nil, at: now)
    }

    private func earliestDeadline(of transport: TransportID) -> Duration? {
        let deadlines = [
            registry.earliestDeadline(of: transport), registry.earliestDeadline(of: nil),
        ]
        return deadlines.compactMap(\.self).min()
    }

    private var heardUntilEverywhere: Duration? {
        let times = clocks.compactMap(\.heardUntil)
        return times.count == clocks.count ? times.min() : nil
    }

    // MARK: Sinks

    /// Expects lines that cannot be read yet: until they are, what ends is kept in mind.
    func expectAdoption() {
        withdrawnUnread = []
    }

    /// Takes over what an earlier service wrote, but for what was withdrawn meanwhile.
    func adopt(_ entries: [Entry]) {
        let withdrawn = withdrawnUnread.take() ?? []
        registry.adopt(entries.filter { !withdrawn.contains($0.registration) }, at: .now())
        publishChanges()
    }

    /// Hands a sink what it lacks, or nil where it holds everything: what changes from now on is
    /// new to it.
    func beginWork(forSink index: Int) -> (update: SinkUpdate, version: Version)? {
        guard sinks[index].holds != version else { return nil }
        defer { sinks[index].changes = TableChanges() }
        return (SinkUpdate(table: registry.table, changes: sinks[index].changes), version)
    }

    /// Notes that a sink holds a version, and answers what waited for it.
    func sinkHolds(_ index: Int, _ version: Version, name: String) {
        metrics.countWrite(sink: name, succeeded: true)
        sinks[index].holds = version
        payDebts()
    }

    /// Notes that a sink failed: it will get the whole table.
    func sinkFailed(_ index: Int, name: String) {
        metrics.countWrite(sink: name, succeeded: false)
        sinks[index].changes = nil
    }

    private func publishChanges() {
        let changes = registry.takeChanges()
        guard !changes.isEmpty else { return }
        version += 1
        metrics.record(registrations: registry.table.count)
        for index in sinks.indices {
            sinks[index].changes?.merge(changes)
            sinks[index].wake.yield()
        }
    }

    /// Answers everything that every required sink holds.
    private func payDebts() {
        let required = sinks.lazy.filter(\.isRequired).map { $0.holds ?? 0 }
        let held = required.min() ?? version
        let due = debts.prefix { $0.version <= held }
        guard !due.isEmpty else { return }
        for debt in due { debt.session.answer(debt.answers) }
        debts.removeFirst(due.count)
    }
}

extension Answers {
    fileprivate mutating func add(
        _ delivery: Delivery, _ outcome: Receipt.Outcome, from hostName: String
    ) {
        tokens.append(delivery.token)
        addReceipt(delivery, outcome, from: hostName)
    }

    fileprivate mutating func addReceipt(
        _ delivery: Delivery, _ outcome: Receipt.Outcome, from hostName: String
    ) {
        guard let address = delivery.replyAddress else { return }
        receipts.append((Receipt(hostName: hostName, outcome: outcome), to: address))
    }
}
