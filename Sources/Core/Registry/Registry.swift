/// The pure state machine of the host: announcements and time in, table and changes out.
///
/// It has no clock and does no I/O: given the same announcements at the same instants it comes to
/// the same table. One announcement takes the same time whatever else is registered under its
/// hostname or at its address. The rules are numbered as in the design:
/// 1. A registration has one holder: an instance, or nobody (a message of 2014).
/// 2. Per (instance, registration) a higher sequence wins; what ends leaves a tombstone.
/// 3. A `down` with an origin removes only what its instance holds.
/// 4. The policy decides conflicts on a hostname among instances.
/// 5. Instances may share an address. When one comes to an address, each entry that an
///    earlier-started one holds there under another hostname is contested: unless its holder renews
///    it meanwhile it ends two thirds of its lease later. A renewal settles that for good, while
///    the newcomer stays. An entry without a lease has nothing to end, and an entry that nobody
///    holds has nobody to renew it: both stay.
/// 7. Only a user that may announce a name can end it, and an instance belongs to the user who
///    announced it first.
public struct Registry: Sendable {
    var policy: Policy
    var state = RegistryState()
    private var seenMessages = ExpiringMap<String, Void>(
        lifetime: Self.memory, capacity: Self.memoryCapacity)
    /// The number of announcements so far: it tells which of two came first.
    var number: UInt64 = 0

    /// The time for which tombstones and the identities of messages are remembered.
    static let memory: Duration = .seconds(600)
    /// The maximum number of tombstones, identities and contests that are remembered.
    static let memoryCapacity = 100_000
    /// The maximum lead of an emitter's start over the host's clock: 60 s.
    static let startedTolerance: Int64 = 60_000

    /// An empty registry under a policy.
    public init(policy: Policy) {
        self.policy = policy
    }

    /// Everything that holds now.
    public var table: Table { state.table }

    /// Returns all addresses that are registered for a hostname.
    func addresses(of hostname: Hostname) -> [IPAddress] {
        state.names.addresses(of: hostname)
    }

    /// The changes since they were last taken.
    public mutating func takeChanges() -> TableChanges {
        defer { state.changes = TableChanges() }
        return state.changes
    }

    /// Applies one announcement, or says why not.
    ///
    /// - Parameters:
    ///   - announcement: What is announced.
    ///   - messageID: The message's identity, where it has one.
    ///   - user: The user the transport vouches for.
    ///   - transport: Which transport brought it: its lease runs on that transport's clock.
    ///   - moment: When it arrived.
    /// - Returns: What became of it; the table's changes wait to be taken.
    public mutating func apply(
        _ announcement: Announcement, messageID: String? = nil, user: String? = nil,
        from transport: TransportID, at moment: Moment
    ) -> Verdict {
        if let refusal = policy.refusal(of: announcement, by: user) { return .refused(refusal) }
        number += 1
        let message = Message(
            announcement: announcement, messageID: messageID, user: user, transport: transport,
            moment: moment)
        guard let origin = announcement.origin else { return applyUnheld(message) }
        guard mayUse(origin.instance, message) else { return .refused(.instanceOfAnotherUser) }
        let verdict =
            switch announcement.kind {
            case .up: raise(message, origin)
            case .down: withdraw(message, origin)
            }
        switch verdict {
        case .changed, .unchanged: state.accounts.give(origin.instance, to: user)
        case .ignored: break
        case .refused:
            // Who still announces an instance goes on owning it, although it holds nothing.
            let owner = state.accounts.owner(of: origin.instance, at: moment.elapsed)
            state.accounts.keepOwner(of: origin.instance, owner, at: moment.elapsed)
        }
        return verdict
    }

    /// Rule 7: an instance belongs to the user who announced it first.
    ///
    /// Of an adopted one the owner is not known: it is who first renews or withdraws what it holds.
    /// Where there are rules by user that tells them apart, since a user can do that only with
    /// names that the user may announce.
    private func mayUse(_ instance: InstanceID, _ message: Message) -> Bool {
        switch state.accounts.owner(of: instance, at: message.moment.elapsed) {
        case nil: return true
        case .user(let owner): return owner == message.user
        case .unknown:
            let holder = state.table[message.announcement.registration]?.holder?.instance
            return policy.users.isEmpty || holder == instance
        }
    }

    // MARK: Leases

    /// Lets a transport's lease clock reach an instant, and removes what expired by then.
    ///
    /// - Parameters:
    ///   - transport: Whose clock; nil: that of adopted entries, which no transport has renewed.
    ///   - elapsed: Until when the service is known to have heard over it.
    ///   - limit: How many leases are looked at at most.
    /// - Returns: Whether more are to be looked at: call it again.
    @discardableResult
    public mutating func advance(
        _ transport: TransportID?, to elapsed: Duration, limit: Int = .max
    ) -> Bool {
        let due = state.takeDue(of: transport, at: elapsed, limit: limit)
        for registration in due {
            guard let end = end(of: registration) else { continue }
            if end <= elapsed {
                state.remove(registration, at: elapsed)
            } else {
                state.postpone(registration, to: end)
            }
        }
        return due.count == limit
    }

    /// Returns the instant at which a registration ends unless it is renewed: with its lease, or if
    /// it is contested a third of the lease earlier at most.
    func end(of registration: Registration) -> Duration? {
        guard let claim = state.claims[registration], let lease = claim.lease else { return nil }
        let end = claim.since + lease.duration
        guard let instance = state.table[registration]?.holder?.instance else { return end }
        let contest = state.contests.first(at: registration.address) {
            $0.contests(claim, of: instance) && policy.refusal(of: registration, by: $0.user) == nil
        }
        guard let contest else { return end }
        return min(end, max(contest.instant, claim.since) + lease.contestedDuration)
    }

    /// A time before which none of a transport's leases ends; nil where it brought none.
    public func earliestDeadline(of transport: TransportID?) -> Duration? {
        state.deadlines[transport]?.earliest
    }

    /// The shortest lease that anything holds by; nil where nothing has one.
    public var shortestLease: Lease? { state.leases.shortest }

    /// Lets what a transport brought go on without it, as if adopted, with whole leases from an
    /// instant on: the transport is no longer listened to.
    public mutating func release(_ transport: TransportID, at elapsed: Duration) {
        state.release(transport, at: elapsed)
    }

    /// Ends what containers of an engine hold and have not announced since so many announcements.
    ///
    /// It takes as long as the table is; who connects to an engine does it once.
    mutating func endContainers(
        of engine: EngineID, unannouncedSince number: UInt64, at elapsed: Duration
    ) {
        for entry in table where entry.holder?.instance.engine == engine {
            guard let claim = state.claims[entry.registration], claim.number <= number else {
                continue
            }
            state.remove(entry.registration, at: elapsed)
        }
    }

    /// Gives every lease of a transport its whole length from an instant on, after a gap in
    /// hearing; what is contested gets two thirds of it.
    public mutating func grantFreshLeases(of transport: TransportID?, at elapsed: Duration) {
        state.grantFreshLeases(of: transport, at: elapsed)
    }
}

/// One announcement with what its transport says of it.
private struct Message {
    var announcement: Announcement
    var messageID: String?
    var user: String?
    var transport: TransportID
    var moment: Moment
}

// MARK: - Announcements without origin

extension Registry {
    private mutating func applyUnheld(_ message: Message) -> Verdict {
        let now = message.moment.elapsed
        // Order is proved by the sequence where there is one; only here the identity must serve.
        if let messageID = message.messageID {
            guard seenMessages.value(for: messageID, at: now) == nil
            else { return .ignored(.duplicate) }
        }
        let verdict =
            switch message.announcement.kind {
            case .up: raiseUnheld(message)
            case .down: withdrawAnyHolder(message.announcement.registration, at: now)
            }
        if let messageID = message.messageID, verdict.isApplied {
            seenMessages.set((), for: messageID, at: now)
        }
        return verdict
    }

    private mutating func raiseUnheld(_ message: Message) -> Verdict {
        let announcement = message.announcement
        let registration = announcement.registration
        if let entry = table[registration] {
            // Rule 1: it never takes a registration from an instance.
            guard entry.holder == nil else { return .unchanged }
        }
        let freed = state.claims[registration].map { $0.user == message.user } ?? false
        if isFull(message.user, freed: freed ? 1 : 0) { return .refused(.tooManyForUser) }
        if let refusal = roomRefusal(for: registration) { return .refused(refusal) }
        let claim = Claim(
            lease: announcement.lease, transport: message.transport,
            user: state.accounts.shared(message.user), number: number,
            since: message.moment.elapsed)
        let entry = Entry(registration, lease: announcement.lease)
        let hasChanged = state.set(entry, claim, owner: .unknown, at: message.moment.elapsed)
        return hasChanged ? .changed : .unchanged
    }

    /// Rule 3: a `down` of 2014 removes the registration whoever holds it.
    private mutating func withdrawAnyHolder(
        _ registration: Registration, at now: Duration
    ) -> Verdict {
        guard table[registration] != nil else { return .unchanged }
        state.remove(registration, at: now)
        return .changed
    }
}

// MARK: - Announcements of an instance

extension Registry {
    private mutating func raise(_ message: Message, _ origin: Origin) -> Verdict {
        let moment = message.moment
        // A start that was believed once stays so: the host's clock may have been set back.
        guard
            origin.started <= moment.unixMilliseconds + Self.startedTolerance
                || origin.started <= state.accounts.start(of: origin.instance) ?? -1
        else { return .refused(.startedAhead) }
        let registration = message.announcement.registration
        let isOutdated = state.isOutdated(
            origin.instance, registration, origin.sequence, at: moment.elapsed)
        if isOutdated { return .ignored(.outdated) }
        let claim = Claim(
            sequence: origin.sequence, lease: message.announcement.lease,
            transport: message.transport, started: state.accounts.seniority(of: origin).started,
            number: number, since: moment.elapsed)
        if let entry = table[registration], entry.holder?.instance == origin.instance {
            return renew(entry, origin, claim, message)
        }
        let formerStart = state.addresses.start(of: origin.instance, at: registration.address)
        let owner = Accounts.Owner.user(state.accounts.shared(message.user))
        if let refusal = take(registration, origin, claim, owner: owner, at: moment.elapsed) {
            return .refused(refusal)
        }
        state.arrive(
            origin, at: registration.address, formerStart: formerStart, claim, user: message.user)
        return .changed
    }

    /// Gives a registration to an instance that does not hold it, or returns why it may not.
    mutating func take(
        _ registration: Registration, _ origin: Origin, _ claim: Claim, owner: Accounts.Owner,
        at elapsed: Duration
    ) -> Refusal? {
        let rival: Rival?
        switch self.rival(for: registration, against: origin, at: elapsed) {
        case .failure(let refusal): return refusal
        case .success(let found): rival = found
        }
        if let refusal = limitRefusal(registration, origin.instance, owner.name, rival, at: elapsed)
        {
            return refusal
        }
        if rival != nil, policy.conflicts != .all {
            for address in state.names.held(of: registration.hostname)
            where address != registration.address {
                let other = Registration(hostname: registration.hostname, reachable: address)
                state.remove(other, at: elapsed)
            }
        }
        state.unbury(origin.instance, registration)
        state.set(
            Entry(registration, holder: origin, lease: claim.lease), claim, owner: owner,
            at: elapsed)
        state.accounts.note(origin)
        return nil
    }

    /// Rule 1: an `up` from the holder renews the lease and changes nothing else; only where it
    /// asks for another lease does the entry say so, since a restarted service must know it.
    private mutating func renew(
        _ entry: Entry, _ origin: Origin, _ claim: Claim, _ message: Message
    ) -> Verdict {
        let registration = entry.registration
        let old = state.claims[registration]
        if let last = old?.sequence, last >= origin.sequence {
            return .ignored(last == origin.sequence ? .duplicate : .outdated)
        }
        state.accounts.note(origin)
        let renewed =
            entry.lease == claim.lease
            ? entry : Entry(registration, holder: origin, lease: claim.lease)
        let hasChanged = state.set(
            renewed, claim, owner: .unknown, at: message.moment.elapsed)
        // By the same start it comes as no newcomer to anybody.
        if old?.started != claim.started {
            let address = registration.address
            let formerStart = state.addresses.start(of: origin.instance, at: address)
            state.arrive(
                origin, at: address, formerStart: formerStart, claim, user: message.user)
        }
        return hasChanged ? .changed : .unchanged
    }

    private mutating func withdraw(_ message: Message, _ origin: Origin) -> Verdict {
        let now = message.moment.elapsed
        let registration = message.announcement.registration
        if state.isOutdated(origin.instance, registration, origin.sequence, at: now) {
            return .ignored(.outdated)
        }
        let isHolder = table[registration]?.holder?.instance == origin.instance
        if isHolder, let last = state.claims[registration]?.sequence, last >= origin.sequence {
            return .ignored(.outdated)
        }
        if isHolder {
            state.accounts.give(origin.instance, to: message.user)
            state.remove(registration, at: now)
        }
        let owner = state.accounts.owner(of: origin.instance, at: now)
        state.bury(
            origin.instance, registration, origin.sequence, owner: owner ?? .user(message.user),
            at: now)
        return isHolder ? .changed : .unchanged
    }
}

// MARK: - Conflicts and limits

/// The instance that gives up what it holds of a hostname, because another one asks for that.
private struct Rival {
    var holder: Origin
    /// The number of registrations it gives up, and whether the one that is asked for is among
    /// them.
    var count: Int
    var holdsKey: Bool
}

extension Registry {
    /// Rules 1 and 4: the instance that another one displaces from a hostname, or why it cannot.
    ///
    /// Unless the policy lets all stand, a hostname has one instance at most: all that is held of
    /// it is that one's.
    private func rival(
        for registration: Registration, against origin: Origin, at now: Duration
    ) -> Result<Rival?, Refusal> {
        let keyHolder = table[registration]?.holder
        var holder = keyHolder
        if holder == nil, policy.conflicts != .all {
            holder = state.names.anyHeld(of: registration.hostname).flatMap {
                table[Registration(hostname: registration.hostname, reachable: $0)]?.holder
            }
        }
        guard let holder, holder.instance != origin.instance else { return .success(nil) }
        let isLater = state.accounts.seniority(of: holder) < state.accounts.seniority(of: origin)
        let isKeyLeased = keyHolder != nil && table[registration]?.lease != nil
        let isBlocked =
            switch policy.conflicts {
            case .newest, .all: !isLater
            case .first:
                keyHolder != nil && !isLater
                    || state.names.leasedCount(of: registration.hostname) > (isKeyLeased ? 1 : 0)
            }
        guard !isBlocked else {
            let held = NameHolder(
                instance: holder.instance, started: state.accounts.seniority(of: holder).started,
                user: state.accounts.owner(of: holder.instance, at: now)?.name)
            return .failure(.nameHeld(by: held, conflicts: policy.conflicts))
        }
        let count =
            policy.conflicts == .all ? 1 : state.names.heldCount(of: registration.hostname)
        return .success(Rival(holder: holder, count: count, holdsKey: keyHolder != nil))
    }

    /// Returns the reason why an instance may not hold one registration more, or nil if it may.
    private func limitRefusal(
        _ registration: Registration, _ instance: InstanceID, _ user: String?, _ rival: Rival?,
        at now: Duration
    ) -> Refusal? {
        if state.accounts.held(by: instance) >= policy.namesPerInstance {
            return .tooManyForInstance
        }
        var freed = 0
        if let rival {
            let owner = state.accounts.owner(of: rival.holder.instance, at: now)?.name
            if owner == user { freed = rival.count }
        }
        // The registration itself may be one that nobody holds.
        if let former = state.claims[registration]?.user, former == user { freed += 1 }
        if isFull(user, freed: freed) { return .tooManyForUser }
        let others = rival.map { $0.count - ($0.holdsKey ? 1 : 0) } ?? 0
        return roomRefusal(for: registration, displacing: others)
    }

    /// Whether a user may hold nothing more, where so many of the user's registrations go.
    private func isFull(_ user: String?, freed: Int) -> Bool {
        guard let user else { return false }
        return state.accounts.held(by: user) - freed >= policy.namesPerUser
    }

    /// Returns the reason why there is no room for a registration, if so many others of its
    /// hostname go.
    func roomRefusal(
        for registration: Registration, displacing others: Int = 0
    ) -> Refusal? {
        let growth = table[registration] == nil ? 1 : 0
        if table.count + growth - others > policy.namesInAll { return .tooManyInAll }
        let addresses = state.names.count(of: registration.hostname) + growth - others
        if addresses > policy.addressesPerHostname { return .tooManyForHostname }
        let hostnames = state.addresses.count(at: registration.address) + growth
        return hostnames > policy.hostnamesPerAddress ? .tooManyForAddress : nil
    }
}

extension Verdict {
    /// Whether the announcement holds now.
    fileprivate var isApplied: Bool {
        switch self {
        case .changed, .unchanged: true
        case .ignored, .refused: false
        }
    }
}
