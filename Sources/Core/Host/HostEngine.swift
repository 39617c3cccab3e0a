internal import Logging

/// The state of a running host service: the registry, what each sink still lacks, and which
/// answers wait for the sinks.
///
/// Its methods never wait. A batch is applied to the registry at once; each sink takes what changed
/// since its last success when it is free, so that while a sink writes the next batch collects.
actor HostEngine {
    private let logger: Logger
    private var metrics = HostMetrics()
    private(set) var hostName: String
    private(set) var domain: Domain
    private(set) var registry: Registry
    private var refusals = RefusalLog()
    private(set) var refusalTally = RefusalTally()
    private(set) var talkers = TalkerTally()
    var feed = ChangeFeed()
    let startedAt = Moment.now().elapsed
    var sinks: [SinkState] = []
    private var pendingReplies = PendingReplies()
    private(set) var clocks: [TransportID: HearingClock] = [:]
    var records: [TransportID: TransportRecord] = [:]
    /// The transports over which more was heard since leases were last looked at.
    private var advanced: Set<TransportID> = []
    private var lastSession: UInt64 = 0
    /// The sinks whose lines are still to be adopted, and what ended meanwhile.
    private var unread = UnreadSinks()
    /// Since when containers were not all announced, by the transport that is to do that.
    private var uncounted: [TransportID: ContainerCount] = [:]
    /// The start of this machine.
    private let machineStart: Int64?

    init(configuration: HostConfiguration, logger: Logger) {
        self.logger = logger
        hostName = configuration.hostName
        machineStart = configuration.machineStart
        domain = configuration.domain
        registry = Registry(policy: configuration.policy)
    }

    /// The state of a count of an engine's containers, after a connection or after an adoption.
    private enum ContainerCount {
        /// A registration that was not announced since this number of announcements has ended.
        case since(UInt64)
        /// The count begins once what is announced now is complete: it may have begun before.
        case afterNext
    }

    // MARK: Parts

    /// Takes a sink in, which lacks everything.
    func add(
        _ sink: SinkID, named name: String = "", isRequired: Bool,
        wake: AsyncStream<Void>.Continuation,
        takes: @escaping @Sendable (Hostname) -> Bool = { _ in true }
    ) {
        var record = SinkRecord(name: name)
        record.lacks(at: Moment.now().elapsed)
        sinks.append(
            SinkState(id: sink, record: record, isRequired: isRequired, wake: wake, takes: takes))
    }

    /// Lets acknowledgements and receipts wait for a sink from now on, or no longer.
    func setRequired(_ isRequired: Bool, _ sink: SinkID) {
        guard let index = index(of: sink) else { return }
        sinks[index].isRequired = isRequired
        if !isRequired { settle(sinks[index].queue.release()) }
    }

    /// Lets a sink go: nothing waits for it any more.
    func remove(_ sink: SinkID) {
        guard let index = index(of: sink) else { return }
        if !feed.isEmpty {
            feed.release(waitingFor: sink, now: Moment.now().elapsed, names: sinkNames)
        }
        var state = sinks.remove(at: index)
        unread.remove(sink)
        state.wake.finish()
        settle(state.queue.release())
    }

    func index(of sink: SinkID) -> Int? {
        sinks.firstIndex { $0.id == sink }
    }

    /// Takes a transport in, which has brought nothing.
    func add(_ transport: TransportID, named name: String = "") {
        clocks[transport] = HearingClock()
        records[transport] = TransportRecord(name: name)
    }

    /// Lets a transport go; what it brought stays, with whole leases.
    func remove(_ transport: TransportID) {
        guard clocks.removeValue(forKey: transport) != nil else { return }
        records[transport] = nil
        registry.release(transport, at: Moment.now().elapsed)
    }

    /// Applies another configuration from now on.
    func replace(_ configuration: HostConfiguration) {
        hostName = configuration.hostName
        domain = configuration.domain
        let now = Moment.now().elapsed
        registry.replacePolicy(by: configuration.policy, at: now)
        publishChanges(from: .service, because: .service(.disallowed, at: now))
        wakeSinks()
    }

    // MARK: Announcements

    /// The time until the engine gives stopping, probes and other transports their turn.
    private static let longestSlice = Duration.milliseconds(2)
    /// So many messages are applied between two looks at the clock.
    private static let messagesPerLook = 16
    /// So many leases end before others get their turn.
    private static let leasesPerSlice = 500
    /// So many answers are given before others get their turn.
    private static let answersPerSlice = 1_000

    /// Applies what arrived, answers at once what need not wait, and notes the rest as pending.
    ///
    /// It does so in slices; of a session one batch is applied after the other.
    func receive(_ batch: [Delivery], from session: Session) async {
        let count = talkers.note(batch, at: Moment.now().elapsed)
        records[session.transport]?.received += UInt64(count)
        var rest = batch[...]
        while !rest.isEmpty {
            // What a transport that was let go still had is repeated, or comes over another one.
            guard clocks[session.transport] != nil else { break }
            applySlice(of: &rest, from: session)
            if !rest.isEmpty { await Task.yield() }
        }
        while expireSomeLeases() { await Task.yield() }
        // Once a batch: each write of a sink that is written as a whole costs as much.
        wakeSinks()
    }

    private func applySlice(of rest: inout ArraySlice<Delivery>, from session: Session) {
        let moment = Moment.now()
        let end = ContinuousClock.now + Self.longestSlice
        var now = Answers()
        repeat {
            for delivery in rest.prefix(Self.messagesPerLook) {
                apply(delivery, in: session, at: moment, now: &now)
            }
            rest = rest.dropFirst(Self.messagesPerLook)
        } while !rest.isEmpty && ContinuousClock.now < end
        for index in sinks.indices {
            sinks[index].queue.retainIfCrowded { pendingReplies.contains($0) }
        }
        session.answer(now)
    }

    private func apply(
        _ delivery: Delivery, in session: Session, at moment: Moment, now: inout Answers
    ) {
        switch delivery.content {
        case .probe(let probe):
            now.tokens.append(delivery.token)
            if probeReturned(probe, to: session.transport) { now.requestsResync = true }
        case .left:
            now.tokens.append(delivery.token)
            if let client = delivery.client { pendingReplies.forget(client, in: session) }
        case .complete(let engine):
            now.tokens.append(delivery.token)
            endUncounted(of: engine, from: session)
        case .malformed(let error):
            metrics.count(error)
            refusals.note(cause: error.cause, of: delivery, at: moment.elapsed, logger: logger) {
                "refused a message that is no announcement: \(error)"
            }
            refusalTally.note(
                cause: error.cause, user: RefusalLog.name(of: delivery), message: "\(error)",
                at: moment.elapsed)
            now.add(delivery, .refused(error.description), from: hostName)
        case .announcement(let announcement):
            let verdict = registry.apply(
                announcement, messageID: delivery.messageID, user: delivery.user,
                from: session.transport, at: moment)
            metrics.count(verdict)
            keepInMind(announcement, verdict)
            settle(delivery, announcement, verdict, in: session, at: moment, now: &now)
        }
    }

    /// A `down` of an instance leaves a tombstone in the registry; one without origin leaves nothing
    /// where the table lacks what it ends.
    private func keepInMind(_ announcement: Announcement, _ verdict: Verdict) {
        guard announcement.kind == .down, announcement.origin == nil, verdict == .unchanged
        else { return }
        unread.noteEnd(of: announcement.registration)
    }

    /// Decides when a delivery is acknowledged: what nobody repeats waits until the required sinks
    /// hold it, what is repeated does not; receipts always wait for the sinks.
    private func settle(
        _ delivery: Delivery, _ announcement: Announcement, _ verdict: Verdict,
        in session: Session, at moment: Moment, now: inout Answers
    ) {
        switch verdict {
        case .refused(let refusal):
            refusals.note(
                cause: refusal.cause, of: delivery, at: moment.elapsed, logger: logger
            ) {
                "refused \(announcement.kind.rawValue) of \(announcement.registration): \(refusal)"
            }
            refusalTally.note(
                cause: refusal.cause, user: RefusalLog.name(of: delivery),
                message: "\(announcement.registration): \(refusal)", at: moment.elapsed)
            now.add(delivery, .refused(refusal.description), from: hostName)
        case .changed, .unchanged, .ignored:
            let announcer = PendingRegistrations.Announcer(
                sender: delivery.sender, instance: announcement.origin?.instance)
            let reason = ChangeReason(
                cause: .displaced, sender: feed.isEmpty ? nil : RefusalLog.name(of: delivery),
                announced: announcement.registration, time: moment.elapsed)
            let changes = publishChanges(from: announcer, because: reason)
            var reply = PendingReplies.Reply(
                sender: delivery.sender, client: delivery.client,
                registration: announcement.registration, replyAddress: delivery.replyAddress,
                waits: 0)
            if announcement.lease == nil {
                // One that changes nothing too: it may have come before, over a connection that
                // was lost while the sinks still lacked it.
                reply.token = delivery.token
            } else {
                now.tokens.append(delivery.token)
            }
            if reply.replyAddress != nil { reply.findings = findings(of: announcement) }
            guard reply.token != nil || reply.findings != nil else { return }
            if postpone(reply, for: announcement, and: changes, to: session) { return }
            if let token = reply.token { now.tokens.append(token) }
            guard let address = reply.replyAddress, let findings = reply.findings else { return }
            now.receipts.append((findings.receipt(registry.table, from: hostName), to: address))
        }
    }

    private func findings(of announcement: Announcement) -> Findings {
        let hostname = announcement.registration.hostname
        return Findings(
            announcement: announcement,
            isTaken: sinks.isEmpty || sinks.contains { $0.takes(hostname) })
    }

    /// Lets an answer wait until every required sink holds a registration and what changed with
    /// it, and has said what it knows of it; returns whether there is anything to wait for.
    private func postpone(
        _ reply: PendingReplies.Reply, for announcement: Announcement, and changes: TableChanges,
        to session: Session
    ) -> Bool {
        let registration = announcement.registration
        let isAsked = reply.findings != nil && announcement.kind == .up
        let id = pendingReplies.next(for: session)
        var reply = reply
        for index in sinks.indices where sinks[index].isRequired {
            if sinks[index].queue.wait(id, for: registration) { reply.waits += 1 }
            for other in changes.byRegistration.keys where other != registration {
                if sinks[index].queue.wait(id, for: other) { reply.waits += 1 }
            }
            if isAsked, sinks[index].takes(registration.hostname) {
                sinks[index].queue.ask(id, about: registration)
                reply.waits += 1
            }
        }
        guard reply.waits > 0 else { return false }
        pendingReplies.add(id, reply, to: session)
        return true
    }

    private func settleInSlices(_ ids: [SinkQueue.ReplyID]) async {
        var rest = ids[...]
        while !rest.isEmpty {
            settle(rest.prefix(Self.answersPerSlice))
            rest = rest.dropFirst(Self.answersPerSlice)
            if !rest.isEmpty { await Task.yield() }
        }
    }

    private func settle(_ ids: some Sequence<SinkQueue.ReplyID>) {
        pendingReplies.settle(ids) { $0.receipt(registry.table, from: hostName) }
    }

    // MARK: Hearing and time

    /// Notes that a transport is connected: what it brought, and what was adopted, gets a whole
    /// lease, since nobody knows what was said meanwhile.
    func connected(
        _ transport: TransportID, over endpoint: String = "",
        answers: AnswerQueue
    ) -> Session {
        let now = Moment.now().elapsed
        records[transport]?.connectedSince = now
        records[transport]?.endpointInUse = endpoint
        clocks[transport]?.connect(at: now)
        grantFreshLeases(of: transport, at: now)
        uncounted[transport] = .since(registry.number)
        lastSession += 1
        return Session(number: lastSession, transport: transport, answers: answers)
    }

    /// Notes that a session is over: its transport's lease clock stands, and what it waits for is
    /// forgotten.
    func disconnected(_ session: Session) {
        records[session.transport]?.connectedSince = nil
        clocks[session.transport]?.disconnect()
        uncounted[session.transport] = nil
        pendingReplies.forget(session)
    }

    /// The probe a transport should send now, if one is due, and how long until the next may be.
    func dueProbe(of transport: TransportID) -> (probe: ProbeID?, delay: Duration) {
        let now = Moment.now().elapsed
        releaseOldChanges(at: now)
        let interval = HearingClock.interval(for: registry.shortestLease)
        let deadline = earliestDeadline(of: transport)
        let due = clocks[transport]?.dueProbe(at: now, interval: interval, deadline: deadline)
        if due?.becameDeaf == true {
            logger.warning(
                "not hearing: a probe has not come back in time; leases stand until one does")
        }
        let delay = clocks[transport]?.delay(at: now, interval: interval, deadline: deadline)
        return (due?.id, delay ?? interval)
    }

    /// Notes a probe that came back, and returns whether every emitter must announce again.
    private func probeReturned(_ probe: ProbeID, to transport: TransportID) -> Bool {
        switch clocks[transport]?.returned(probe, at: Moment.now().elapsed) {
        case nil, .unknown, .stillDeaf:
            return false
        case .heard:
            advanced.insert(transport)
            return false
        case .resumed:
            logger.info("hearing again")
            grantFreshLeases(of: transport, at: Moment.now().elapsed)
            return true
        }
    }

    /// Ends some of the leases that have run out, and returns whether there may be more.
    private func expireSomeLeases() -> Bool {
        guard let transport = advanced.first else { return false }
        var isMore = false
        if let heardUntil = clocks[transport]?.heardUntil {
            isMore = registry.advance(transport, to: heardUntil, limit: Self.leasesPerSlice)
        }
        // Adopted entries may be renewed over any transport: they end when all were heard.
        if !isMore, let all = heardUntilEverywhere {
            isMore = registry.advance(nil, to: all, limit: Self.leasesPerSlice)
        }
        publishChanges(
            from: .service, because: .service(.expired, at: Moment.now().elapsed))
        if !isMore { advanced.remove(transport) }
        return !advanced.isEmpty
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
        let times = clocks.values.compactMap(\.heardUntil)
        return times.count == clocks.count ? times.min() : nil
    }

    // MARK: Sinks

    /// Expects the lines of a sink that cannot be read yet: until they are, what ends is kept in
    /// mind.
    func expectAdoption(from sink: SinkID) {
        unread.insert(sink)
    }

    /// Takes over what an earlier service wrote into a sink, but for what ended meanwhile.
    func adopt(_ entries: [Entry], from sink: SinkID) {
        let now = Moment.now()
        registry.adopt(
            entries.filter { !unread.hasEnded($0.registration) && !isFromFormerBoot($0) },
            at: now)
        unread.remove(sink)
        for transport in uncounted.keys { uncounted[transport] = .afterNext }
        publishChanges(from: .service, because: .service(.adopted, at: now.elapsed))
        wakeSinks()
    }

    /// Whether a container of this machine announced it before the machine started.
    private func isFromFormerBoot(_ entry: Entry) -> Bool {
        guard let machineStart, let holder = entry.holder, let engine = holder.instance.engine
        else { return false }
        return engine.isLocal && holder.started < machineStart
    }

    /// Ends what containers of an engine held that are gone, once everything was announced.
    private func endUncounted(of engine: EngineID, from session: Session) {
        switch uncounted[session.transport] {
        case nil: return
        case .afterNext: uncounted[session.transport] = .since(registry.number)
        case .since(let number):
            uncounted[session.transport] = nil
            registry.endContainers(of: engine, unannouncedSince: number, at: Moment.now().elapsed)
            publishChanges(
                from: .service, because: .service(.withdrawn, at: Moment.now().elapsed))
        }
    }

    /// Hands a sink what it lacks next and what to say then, or nil where there is neither.
    ///
    /// - Parameters:
    ///   - sink: Which sink.
    ///   - limit: How many changes it wants now; nil: all.
    /// - Returns: What to do.
    func beginWork(for sink: SinkID, limit: Int?) -> SinkWork? {
        guard let index = index(of: sink) else { return nil }
        let pending = sinks[index].queue.lackCount
        let update = sinks[index].queue.begin(registry.table, limit: limit)
        if update != nil {
            let takesAll = update?.changes == nil || update?.changes?.count == pending
            sinks[index].record.begins(all: takesAll, at: Moment.now().elapsed)
        }
        let questions = sinks[index].queue.takeQuestions()
        guard update != nil || !questions.isEmpty else { return nil }
        return SinkWork(
            update: update,
            questions: questions.map {
                StandingQuestion($0, addresses: registry.addresses(of: $0.hostname))
            })
    }

    /// Notes that a sink holds what it was handed, and answers what waited for it.
    func succeeded(_ sink: SinkID, name: String) async {
        metrics.countWrite(sink: name, succeeded: true)
        guard let index = index(of: sink) else { return }
        let now = Moment.now().elapsed
        let written = feed.isEmpty ? [] : sinks[index].queue.beingWritten
        let settled = sinks[index].queue.succeed()
        sinks[index].record.succeeds(holdsAll: sinks[index].queue.holdsAll, at: now)
        if !feed.isEmpty {
            let queue = sinks[index].queue
            feed.wrote(sink, written, now: now) { queue.lacks($0) }
        }
        await settleInSlices(settled)
    }

    /// Notes what a sink knows of what it was asked; what is left out is written.
    func answered(_ sink: SinkID, _ standings: [Registration: Standing]) async {
        guard let index = index(of: sink) else { return }
        var settled: [SinkQueue.ReplyID] = []
        for (registration, waiting) in sinks[index].queue.answered() {
            for id in waiting { pendingReplies.note(standings[registration] ?? .written, for: id) }
            settled += waiting
        }
        await settleInSlices(settled)
    }

    /// Notes that a sink failed: it will get the whole table, and who waits for a receipt is told.
    func failed(_ sink: SinkID, name: String, _ error: SinkError) {
        metrics.countWrite(sink: name, succeeded: false)
        guard let index = index(of: sink) else { return }
        sinks[index].queue.fail()
        note(error, of: index)
        pendingReplies.tell(
            { registration in
                // What is wrong with another name is not this sender's to know.
                registration == error.registration
                    ? error.message : "the sink '\(name)' cannot be written yet; see the host's log"
            }, sinks[index].queue.waiting, from: hostName)
    }

    /// Notes for every sink what changed, and on whose account.
    @discardableResult
    private func publishChanges(
        from announcer: PendingRegistrations.Announcer, because reason: ChangeReason
    ) -> TableChanges {
        let changes = registry.takeChanges()
        guard !changes.isEmpty else { return changes }
        unread.note(changes)
        for index in sinks.indices {
            let settled = sinks[index].queue.note(changes, from: announcer)
            if !settled.isEmpty { settle(settled) }
            if !sinks[index].queue.holdsAll { sinks[index].record.lacks(at: reason.time) }
        }
        if !feed.isEmpty { tell(changes, because: reason) }
        return changes
    }

    /// Wakes the sinks that lack something.
    private func wakeSinks() {
        metrics.record(registrations: registry.table.count)
        for sink in sinks where !sink.queue.isIdle { sink.wake.yield() }
    }
}
