extension HostEngine {
    /// Returns what the engine knows, but for the single names.
    func status() -> HostStatus {
        let now = Moment.now()
        let time: @Sendable (Duration) -> Int64 = { elapsed in
            now.unixMilliseconds - (now.elapsed - elapsed).milliseconds
        }
        return HostStatus(
            hostName: hostName, domain: domain, started: time(startedAt),
            time: now.unixMilliseconds,
            transports: records.sorted { $0.key.rawValue < $1.key.rawValue }.map { id, record in
                HostStatus.Transport(record, clocks[id], time: time)
            },
            sinks: sinks.map { HostStatus.Sink($0, at: now.elapsed, time: time) },
            nameCount: registry.table.count, refusals: refusalTally.refusals(time: time),
            talkers: talkers.talkers(at: now.elapsed))
    }

    /// The table as it is now: a copy that costs nothing.
    var table: Table { registry.table }

    /// Returns what is known of some registrations; one that is gone is left out.
    func names(of registrations: some Collection<Registration>) -> [HostStatus.Name] {
        let now = Moment.now()
        return registrations.compactMap { registration in
            registry.details(of: registration, at: now)
        }
    }

    /// Does nothing but take its turn: who waits for it knows that the engine goes on.
    func takeTurn() {}

    // MARK: Failures

    /// Notes why a transport was lost or could not be connected.
    func failed(_ transport: TransportID, _ error: TransportError) {
        records[transport]?.lastFailure = (error.message, Moment.now().elapsed)
    }

    /// Notes that a sink could not be read.
    func unreadable(_ sink: SinkID, _ error: SinkError) {
        guard let index = index(of: sink) else { return }
        note(error, of: index)
    }

    /// Notes why a sink could not be read or written.
    func note(_ error: SinkError, of index: Int) {
        let now = Moment.now().elapsed
        sinks[index].record.fails(error.message, at: now)
        guard !feed.isEmpty else { return }
        feed.release(waitingFor: sinks[index].id, now: now, names: sinkNames)
    }

    // MARK: Changes

    func add(_ subscription: ChangeSubscription) {
        feed.add(subscription)
    }

    func remove(_ subscription: ChangeSubscription) {
        feed.remove(subscription)
    }

    /// Tells subscribers what has waited too long for a sink.
    func releaseOldChanges(at now: Duration) {
        guard !feed.isEmpty else { return }
        feed.release(waitingFor: nil, now: now, names: sinkNames)
    }

    var sinkNames: [SinkID: String] {
        Dictionary(uniqueKeysWithValues: sinks.map { ($0.id, $0.record.name) })
    }

    /// Tells subscribers of changes.
    ///
    /// - Parameters:
    ///   - changes: What changed.
    ///   - reason: Why, and since when the service knows of it.
    func tell(_ changes: TableChanges, because reason: ChangeReason) {
        let now = Moment.now()
        let age = now.elapsed - reason.time
        for (registration, change) in changes.byRegistration {
            let lacking = sinks.filter { $0.isRequired && $0.queue.lacks(registration) }
            feed.note(
                HostChange(
                    time: now.unixMilliseconds - age.milliseconds,
                    cause: reason.cause(of: registration, change), registration: registration,
                    entry: change.after, sender: reason.sender),
                arrival: reason.time, now: now.elapsed, sinks: Set(lacking.map(\.id)))
        }
    }
}

/// The reason why the table changed, as the engine knows it.
struct ChangeReason: Sendable {
    /// The cause of what the announcement itself did not name.
    let cause: HostChange.Cause
    /// The user or sender who caused it.
    var sender: String?
    /// The registration that was announced, if any was.
    var announced: Registration?
    /// Since when the service knows of it.
    let time: Duration

    /// Of the service's own accord.
    static func service(_ cause: HostChange.Cause, at time: Duration) -> Self {
        Self(cause: cause, time: time)
    }

    func cause(of registration: Registration, _ change: TableChanges.Change) -> HostChange.Cause {
        guard let announced, announced == registration else { return cause }
        return change.after == nil ? .withdrawn : .announced
    }
}

extension HostStatus.Transport {
    fileprivate init(
        _ record: TransportRecord, _ clock: HearingClock?, time: (Duration) -> Int64
    ) {
        self.init(
            name: record.name,
            endpointInUse: record.connectedSince == nil ? nil : record.endpointInUse,
            connectedSince: record.connectedSince.map(time),
            isHearing: record.connectedSince != nil && clock?.isDeaf != true, lag: clock?.lag,
            received: record.received,
            lastFailure: record.lastFailure.map {
                HostStatus.Failure(message: $0.message, time: time($0.time))
            })
    }
}

extension HostStatus.Sink {
    fileprivate init(
        _ state: SinkState, at now: Duration, time: (Duration) -> Int64
    ) {
        let record = state.record
        self.init(
            name: record.name, isRequired: state.isRequired, pending: state.queue.lackCount,
            isCurrent: record.isCurrent(at: now), lastSuccess: record.lastSuccess.map(time),
            lastFailure: record.lastFailure.map {
                HostStatus.Failure(message: $0.message, time: time($0.time))
            })
    }
}

extension Registry {
    /// Returns who has a registration, since when, and how long its lease holds; nil: nobody.
    fileprivate func details(of registration: Registration, at now: Moment) -> HostStatus.Name? {
        guard let entry = table[registration], let claim = state.claims[registration] else {
            return nil
        }
        return HostStatus.Name(
            entry: entry, user: user(of: entry, at: now.elapsed),
            leaseLeft: end(of: registration).map { max(.zero, $0 - now.elapsed) },
            since: now.unixMilliseconds - (now.elapsed - claim.heldSince).milliseconds)
    }
}

extension Duration {
    /// Whole milliseconds.
    fileprivate var milliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }
}
