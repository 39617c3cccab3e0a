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

    init(
        configuration: HostConfiguration,
        sinks: [(isRequired: Bool, wake: AsyncStream<Void>.Continuation)], logger: Logger
    ) {
        self.configuration = configuration
        self.logger = logger
        self.sinks = sinks.map { SinkState(isRequired: $0.isRequired, wake: $0.wake) }
        registry = Registry(policy: configuration.policy)
    }

    // MARK: Announcements

    /// Applies what arrived, answers at once what need not wait, and notes the rest as owed.
    func receive(_ batch: [Delivery], from session: Session) {
        let moment = Moment.now()
        var now = Answers()
        var later = Answers()
        for delivery in batch {
            switch delivery.content {
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
                settle(delivery, announcement, verdict, at: moment, now: &now, later: &later)
            }
        }
        publishChanges()
        session.answer(now)
        guard !later.isEmpty else { return }
        debts.append(Debt(version: version, session: session, answers: later))
        payDebts()
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
        case .ignored, .unchanged:
            now.tokens.append(delivery.token)
            later.addReceipt(delivery, .applied, from: configuration.hostName)
        case .changed where announcement.lease != nil:
            now.tokens.append(delivery.token)
            later.addReceipt(delivery, .applied, from: configuration.hostName)
        case .changed:
            later.add(delivery, .applied, from: configuration.hostName)
        }
    }

    // MARK: Time

    /// Lets the lease clocks of the transports over which the service hears reach now.
    func advance(hearing: [TransportID], all: Bool) {
        let elapsed = Moment.now().elapsed
        for transport in hearing { registry.advance(transport, to: elapsed) }
        // Adopted entries may be renewed over any transport, so they end only while all are heard.
        if all { registry.advance(nil, to: elapsed) }
        publishChanges()
    }

    /// Gives what a transport brought, and what was adopted, a whole lease after a gap in hearing.
    func grantFreshLeases(of transport: TransportID) {
        let elapsed = Moment.now().elapsed
        registry.grantFreshLeases(of: transport, at: elapsed)
        registry.grantFreshLeases(of: nil, at: elapsed)
    }

    // MARK: Sinks

    /// Takes over what an earlier service wrote.
    func adopt(_ entries: [Entry]) {
        registry.adopt(entries, at: .now())
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
