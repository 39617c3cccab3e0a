/// The state of a registry: the table, and what is counted and indexed about it.
///
/// The two change together, in `set` and `remove`, and nowhere else. Each takes the same time
/// whatever else is registered.
struct RegistryState: Sendable {
    private(set) var table = Table()
    private(set) var claims: [Registration: Claim] = [:]
    private(set) var names = NameIndex()
    private(set) var addresses = AddressIndex()
    private(set) var contests = ContestLog(capacity: Registry.memoryCapacity)
    private(set) var deadlines: [TransportID?: Deadlines] = [:]
    private(set) var leases = LeaseCounts()
    var accounts = Accounts()
    var changes = TableChanges()
    private var tombstones = ExpiringMap<Stream, Int64>(
        lifetime: Registry.memory, capacity: Registry.memoryCapacity)

    /// The announcements of one instance about one registration.
    private struct Stream: Hashable, Sendable {
        var instance: InstanceID
        var registration: Registration
    }

    // MARK: Entries

    /// Puts an entry and its claim in place, and returns whether the table changed.
    ///
    /// - Parameters:
    ///   - entry: The entry; it replaces the one of the same registration.
    ///   - claim: What is known of it beside.
    ///   - owner: Whose its instance is, if it is a new one.
    ///   - elapsed: The time.
    /// - Returns: Whether the table changed.
    @discardableResult
    mutating func set(
        _ entry: Entry, _ claim: Claim, owner: Accounts.Owner, at elapsed: Duration
    ) -> Bool {
        let registration = entry.registration
        let before = table[registration]
        let isSameHolder = before != nil && before?.holder?.instance == entry.holder?.instance
        let old = replaceClaim(of: registration, by: claim, isSameHolder: isSameHolder)
        leases.insert(claim.lease)
        leases.remove(old?.lease)
        if let old {
            if old.transport != claim.transport || claim.lease == nil {
                deadlines.modify(old.transport) { $0.remove(registration) }
            }
            if !isSameHolder { remember(before, old, at: elapsed) }
        }
        schedule(registration, claim, isHeld: entry.holder != nil)
        // Up before down: an instance that keeps its last registration must not be forgotten.
        if !isSameHolder || entry.holder == nil { charge(entry, claim, owner, at: elapsed) }
        if let before, let old, !isSameHolder || entry.holder == nil { discharge(before, old) }
        guard before != entry else { return false }
        if !isSameHolder || (before?.lease == nil) != (entry.lease == nil) {
            if let before { names.remove(before) }
            names.insert(entry)
        }
        if !isSameHolder {
            if let before { removeFromAddresses(before) }
            addresses.insert(entry)
        }
        table.insert(entry)
        changes.record(registration, before: before, after: entry)
        return true
    }

    private mutating func replaceClaim(
        of registration: Registration, by claim: Claim, isSameHolder: Bool
    ) -> Claim? {
        var claim = claim
        claim.heldSince = claim.since
        guard let index = claims.index(forKey: registration) else {
            claims[registration] = claim
            return nil
        }
        let old = claims.values[index]
        if isSameHolder { claim.heldSince = old.heldSince }
        claims.values[index] = claim
        return old
    }

    /// Removes an entry; its instance's last word stays as a tombstone.
    mutating func remove(_ registration: Registration, at elapsed: Duration) {
        guard let before = table[registration] else { return }
        if let claim = claims.removeValue(forKey: registration) {
            deadlines.modify(claim.transport) { $0.remove(registration) }
            leases.remove(claim.lease)
            remember(before, claim, at: elapsed)
            discharge(before, claim)
        }
        names.remove(before)
        removeFromAddresses(before)
        table.remove(registration)
        changes.record(registration, before: before, after: nil)
    }

    private mutating func removeFromAddresses(_ entry: Entry) {
        if addresses.remove(entry) { contests.forget(entry.registration.address) }
    }

    private mutating func charge(
        _ entry: Entry, _ claim: Claim, _ owner: Accounts.Owner, at elapsed: Duration
    ) {
        if let holder = entry.holder {
            accounts.hold(holder, owner: owner, at: elapsed)
        } else {
            accounts.count(claim.user, 1)
        }
    }

    private mutating func discharge(_ entry: Entry, _ claim: Claim) {
        if let holder = entry.holder {
            accounts.release(holder.instance)
        } else {
            accounts.count(claim.user, -1)
        }
    }

    // MARK: Contests

    /// Notes that an instance announced something at an address where it holds something: what
    /// earlier-started ones hold there is contested (rule 5), unless the two have met before.
    ///
    /// - Parameters:
    ///   - origin: The announcement's origin.
    ///   - address: Where.
    ///   - formerStart: The start by which it was known there before; nil: it held nothing there.
    ///   - claim: What it holds there now.
    ///   - user: The user who sent it.
    mutating func arrive(
        _ origin: Origin, at address: IPAddress, formerStart: Int64?, _ claim: Claim, user: String?
    ) {
        let newcomer = Seniority(started: claim.started, instance: origin.instance)
        if let formerStart, formerStart >= newcomer.started { return }
        addresses.setStart(newcomer.started, of: origin.instance, at: address)
        guard addresses.hasOthers(than: origin.instance, at: address) else { return }
        let contest = Contest(
            number: claim.number, instant: claim.since, newcomer: newcomer,
            formerStart: formerStart, user: accounts.shared(user))
        contests.record(contest, at: address)
    }

    /// Notes by which start an adopted entry's instance is known at its address.
    mutating func setStart(_ started: Int64, of instance: InstanceID, at address: IPAddress) {
        addresses.setStart(started, of: instance, at: address)
    }

    // MARK: Leases

    private mutating func schedule(_ registration: Registration, _ claim: Claim, isHeld: Bool) {
        guard let due = claim.due(isHeld: isHeld) else { return }
        deadlines[claim.transport, default: Deadlines()].set(due, for: registration)
    }

    /// Takes out the registrations that a transport's clock says must be looked at, up to so many.
    mutating func takeDue(
        of transport: TransportID?, at elapsed: Duration, limit: Int
    ) -> [Registration] {
        deadlines.modify(transport) { $0.expire(at: elapsed, limit: limit) } ?? []
    }

    /// Lets a registration be looked at once more, at the end of its lease.
    mutating func postpone(_ registration: Registration, to end: Duration) {
        guard let claim = claims[registration] else { return }
        deadlines[claim.transport, default: Deadlines()].set(end, for: registration)
    }

    /// Lets every registration be looked at as if anew: another policy may let a contest end it.
    mutating func reschedule() {
        for (registration, claim) in claims {
            schedule(registration, claim, isHeld: table[registration]?.holder != nil)
        }
    }

    /// Lets the leases of a transport count from an instant on.
    mutating func grantFreshLeases(of transport: TransportID?, at elapsed: Duration) {
        for registration in Array(deadlines[transport]?.registrations.map(\.self) ?? []) {
            claims.modify(registration) { $0.since = elapsed }
            guard let claim = claims[registration] else { continue }
            schedule(registration, claim, isHeld: table[registration]?.holder != nil)
        }
    }

    /// Lets the leases of a transport run on the clock of adopted entries, from an instant on.
    mutating func release(_ transport: TransportID, at elapsed: Duration) {
        guard let released = deadlines.removeValue(forKey: transport) else { return }
        for registration in released.registrations {
            claims.modify(registration) { claim in
                claim.since = elapsed
                claim.transport = nil
            }
            guard let claim = claims[registration] else { continue }
            schedule(registration, claim, isHeld: table[registration]?.holder != nil)
        }
    }

    // MARK: Tombstones

    /// Whether an instance has said something at least as new about a registration that it does
    /// not hold now.
    func isOutdated(
        _ instance: InstanceID, _ registration: Registration, _ sequence: Int64, at now: Duration
    ) -> Bool {
        let stream = Stream(instance: instance, registration: registration)
        guard let last = tombstones.value(for: stream, at: now) else { return false }
        return last >= sequence
    }

    /// Keeps an instance's last word about a registration that it does not hold, and whose the
    /// instance is.
    mutating func bury(
        _ instance: InstanceID, _ registration: Registration, _ sequence: Int64,
        owner: Accounts.Owner?, at now: Duration
    ) {
        let stream = Stream(instance: instance, registration: registration)
        tombstones.set(sequence, for: stream, at: now)
        accounts.keepOwner(of: instance, owner, at: now)
    }

    /// Forgets an instance's last word, since it holds the registration again.
    mutating func unbury(_ instance: InstanceID, _ registration: Registration) {
        tombstones.removeValue(for: Stream(instance: instance, registration: registration))
    }

    /// Rule 2 holds whoever ended it: what an instance said before its entry went, by a message of
    /// 2014, by another instance or with its lease, must not bring it back when it comes once more.
    private mutating func remember(_ entry: Entry?, _ claim: Claim, at elapsed: Duration) {
        guard let entry, let instance = entry.holder?.instance else { return }
        bury(
            instance, entry.registration, claim.sequence,
            owner: accounts.owner(of: instance, at: elapsed), at: elapsed)
    }
}
