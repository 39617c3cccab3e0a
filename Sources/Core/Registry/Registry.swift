/// The pure state machine of the host: announcements and time in, table and changes out.
///
/// It has no clock and does no I/O: given the same announcements at the same instants it comes to
/// the same table. The rules are numbered as in the design:
/// 1. A registration has one holder: an instance, or nobody (a message of 2014).
/// 2. Per (instance, registration) a higher sequence wins; what ends leaves a tombstone.
/// 3. A `down` with an origin removes only what its instance holds.
/// 4. Conflicts on a hostname among instances are the policy's to decide.
/// 5. An address belongs to one instance; entries that nobody holds keep theirs.
public struct Registry: Sendable {
    /// Everything that holds now.
    public private(set) var table = Table()

    private var policy: Policy
    private var index = TableIndex()
    private var claims: [Registration: Claim] = [:]
    private var instances: [InstanceID: InstanceRecord] = [:]
    private var deadlines: [TransportID?: Deadlines] = [:]
    /// How many claims have each lease; there are few different ones.
    private var leaseCounts: [Lease: Int] = [:]
    private var tombstones = ExpiringMap<Stream, Int64>(
        lifetime: Self.memory, capacity: Self.memoryCapacity)
    private var seenMessages = ExpiringMap<String, Void>(
        lifetime: Self.memory, capacity: Self.memoryCapacity)
    private var changes = TableChanges()

    /// How long a tombstone and a message's identity are remembered.
    static let memory: Duration = .seconds(600)
    /// How many tombstones, and how many identities, are remembered at most.
    static let memoryCapacity = 100_000
    /// How far an emitter's start may lie ahead of the host's clock: 60 s.
    static let startedTolerance: Int64 = 60_000

    /// An empty registry under a policy.
    public init(policy: Policy) {
        self.policy = policy
    }

    /// All addresses that are registered for a hostname.
    func addresses(of hostname: Hostname) -> [IPAddress] {
        index.registrations(of: hostname).map(\.address)
    }

    /// The changes since they were last taken.
    public mutating func takeChanges() -> TableChanges {
        defer { changes = TableChanges() }
        return changes
    }

    /// Obeys one announcement, or says why not.
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
        guard let origin = announcement.origin else {
            return applyUnheld(announcement, messageID: messageID, from: transport, at: moment)
        }
        switch announcement.kind {
        case .up: return raise(announcement, origin, from: transport, at: moment)
        case .down: return withdraw(announcement.registration, origin, at: moment)
        }
    }

    /// Takes over what an earlier service wrote: leased entries get a whole lease from now, and
    /// what the policy refuses is left out, as is what holds already.
    ///
    /// A sink may become readable long after the start, and a file may have been edited: so the
    /// rules hold for its lines as for announcements, and what is older than what was heard stays
    /// out.
    public mutating func adopt(_ entries: some Sequence<Entry>, at moment: Moment) {
        for entry in entries where table[entry.registration] == nil {
            let registration = entry.registration
            guard policy.refusal(of: registration) == nil else { continue }
            guard let holder = entry.holder else {
                guard !policy.requiresOrigin, table.count < policy.namesInAll else { continue }
                let claim = Claim(sequence: 0, lease: entry.lease, transport: nil)
                set(entry, claim, at: moment.elapsed)
                continue
            }
            let stream = Stream(instance: holder.instance, registration: registration)
            guard !isOutdated(stream, holder.sequence, at: moment) else { continue }
            let claim = Claim(sequence: holder.sequence, lease: entry.lease, transport: nil)
            _ = take(registration, holder, claim, at: moment.elapsed)
        }
    }

    /// Puts another policy in the place of this one; what it refuses goes, as it would at a
    /// restart.
    ///
    /// Which user announced an entry is not known afterwards: rules for users count from its next
    /// renewal on.
    public mutating func replacePolicy(by policy: Policy, at elapsed: Duration) {
        self.policy = policy
        for entry in table.sorted() {
            let isRefused =
                policy.refusal(of: entry.registration) != nil
                || policy.requiresOrigin && entry.holder == nil
            if isRefused { remove(entry.registration, at: elapsed) }
        }
    }

    // MARK: Leases

    /// Lets a transport's lease clock reach an instant, and removes what expired by then.
    ///
    /// - Parameters:
    ///   - transport: Whose clock; nil: that of adopted entries, which no transport has renewed.
    ///   - elapsed: Until when the service is known to have heard over it.
    public mutating func advance(_ transport: TransportID?, to elapsed: Duration) {
        for registration in deadlines[transport]?.expire(at: elapsed) ?? [] {
            remove(registration, at: elapsed)
        }
    }

    /// When the first of a transport's leases may end; nil where it brought none.
    public func earliestDeadline(of transport: TransportID?) -> Duration? {
        deadlines[transport]?.earliest
    }

    /// The shortest lease that anything holds by; nil where nothing has one.
    public var shortestLease: Lease? {
        leaseCounts.keys.min { $0.seconds < $1.seconds }
    }

    /// Lets what a transport brought go on without it, as if adopted, with whole leases from an
    /// instant on: the transport is no longer listened to.
    public mutating func release(_ transport: TransportID, at elapsed: Duration) {
        for registration in Array(deadlines[transport]?.registrations.map(\.self) ?? []) {
            guard let lease = claims[registration]?.lease else { continue }
            claims[registration]?.transport = nil
            deadlines[nil, default: Deadlines()].set(elapsed + lease.duration, for: registration)
        }
        deadlines[transport] = nil
    }

    /// Gives every lease of a transport its whole length from an instant on, after a gap in
    /// hearing.
    public mutating func grantFreshLeases(of transport: TransportID?, at elapsed: Duration) {
        for registration in Array(deadlines[transport]?.registrations.map(\.self) ?? []) {
            guard let lease = claims[registration]?.lease else { continue }
            deadlines[transport]?.set(elapsed + lease.duration, for: registration)
        }
    }
}

// MARK: - Announcements without origin

extension Registry {
    private mutating func applyUnheld(
        _ announcement: Announcement, messageID: String?, from transport: TransportID,
        at moment: Moment
    ) -> Verdict {
        // Order is proved by the sequence where there is one; only here the identity must serve.
        if let messageID {
            guard seenMessages.value(for: messageID, at: moment.elapsed) == nil
            else { return .ignored(.duplicate) }
        }
        let verdict =
            switch announcement.kind {
            case .up: raiseUnheld(announcement, from: transport, at: moment)
            case .down: withdrawAnyHolder(announcement.registration, at: moment)
            }
        if let messageID, verdict.isObeyed {
            seenMessages.set((), for: messageID, at: moment.elapsed)
        }
        return verdict
    }

    private mutating func raiseUnheld(
        _ announcement: Announcement, from transport: TransportID, at moment: Moment
    ) -> Verdict {
        let registration = announcement.registration
        if let entry = table[registration] {
            // Rule 1: it never takes a registration from an instance.
            guard entry.holder == nil else { return .unchanged }
        } else if table.count >= policy.namesInAll {
            return .refused(.tooManyInAll)
        }
        let claim = Claim(sequence: 0, lease: announcement.lease, transport: transport)
        let entry = Entry(registration, lease: announcement.lease)
        return set(entry, claim, at: moment.elapsed) ? .changed : .unchanged
    }

    /// Rule 3: a `down` of 2014 removes the registration whoever holds it.
    private mutating func withdrawAnyHolder(
        _ registration: Registration, at moment: Moment
    ) -> Verdict {
        guard table[registration] != nil else { return .unchanged }
        remove(registration, at: moment.elapsed)
        return .changed
    }
}

// MARK: - Announcements of an instance

extension Registry {
    private mutating func raise(
        _ announcement: Announcement, _ origin: Origin, from transport: TransportID,
        at moment: Moment
    ) -> Verdict {
        // A start that was believed once stays so: the host's clock may have been set back.
        guard
            origin.started <= moment.unixMilliseconds + Self.startedTolerance
                || origin.started <= instances[origin.instance]?.started ?? -1
        else { return .refused(.startedAhead) }
        let registration = announcement.registration
        let stream = Stream(instance: origin.instance, registration: registration)
        if isOutdated(stream, origin.sequence, at: moment) { return .ignored(.outdated) }
        let claim = Claim(
            sequence: origin.sequence, lease: announcement.lease, transport: transport)
        if let entry = table[registration], entry.holder?.instance == origin.instance {
            return renew(entry, origin, claim, at: moment)
        }
        if let refusal = take(registration, origin, claim, at: moment.elapsed) {
            return .refused(refusal)
        }
        return .changed
    }

    /// Gives a registration to an instance that does not hold it, or returns why it may not.
    private mutating func take(
        _ registration: Registration, _ origin: Origin, _ claim: Claim, at elapsed: Duration
    ) -> Refusal? {
        let displaced: Set<Registration>
        switch contenders(for: registration, against: origin) {
        case .failure(let refusal): return refusal
        case .success(let registrations): displaced = registrations
        }
        if let refusal = limitRefusal(registration, origin.instance, displacing: displaced) {
            return refusal
        }
        for other in displaced where other != registration { remove(other, at: elapsed) }
        meet(origin)
        tombstones.removeValue(for: Stream(instance: origin.instance, registration: registration))
        set(Entry(registration, holder: origin, lease: claim.lease), claim, at: elapsed)
        return nil
    }

    /// Rule 1: an `up` from the holder renews the lease and changes nothing else; only where it
    /// asks for another lease does the entry say so, since a restarted service must know it.
    private mutating func renew(
        _ entry: Entry, _ origin: Origin, _ claim: Claim, at moment: Moment
    ) -> Verdict {
        let registration = entry.registration
        if let last = claims[registration]?.sequence, last >= origin.sequence {
            return .ignored(last == origin.sequence ? .duplicate : .outdated)
        }
        meet(origin)
        let renewed =
            entry.lease == claim.lease
            ? entry : Entry(registration, holder: origin, lease: claim.lease)
        let changed = set(renewed, claim, at: moment.elapsed)
        return changed ? .changed : .unchanged
    }

    /// Rules 4 and 5: what an instance that claims a registration displaces, or why it may not.
    private func contenders(
        for registration: Registration, against origin: Origin
    ) -> Result<Set<Registration>, Refusal> {
        let claimant = seniority(of: origin)
        var displaced: Set<Registration> = []
        for other in index.registrations(at: registration.address) {
            guard let holder = table[other]?.holder, holder.instance != origin.instance
            else { continue }
            guard seniority(of: holder) < claimant else { return .failure(.addressHeld) }
            displaced.insert(other)
        }
        guard policy.conflicts != .all else { return .success(displaced) }
        for other in index.registrations(of: registration.hostname) where !displaced.contains(other)
        {
            guard let holder = table[other]?.holder, holder.instance != origin.instance
            else { continue }
            let blocks =
                switch policy.conflicts {
                case .first: claims[other]?.lease != nil
                case .newest, .all: seniority(of: holder) > claimant
                }
            guard !blocks else {
                let known = NameHolder(
                    instance: holder.instance, started: seniority(of: holder).started)
                return .failure(.nameHeld(by: known, conflicts: policy.conflicts))
            }
            displaced.insert(other)
        }
        return .success(displaced)
    }

    private func limitRefusal(
        _ registration: Registration, _ instance: InstanceID, displacing: Set<Registration>
    ) -> Refusal? {
        if instances[instance]?.held ?? 0 >= policy.namesPerInstance { return .tooManyForInstance }
        let isThere = table[registration] != nil
        let displacedOthers = displacing.count - (displacing.contains(registration) ? 1 : 0)
        let count = table.count - displacedOthers + (isThere ? 0 : 1)
        return count > policy.namesInAll ? .tooManyInAll : nil
    }

    private mutating func withdraw(
        _ registration: Registration, _ origin: Origin, at moment: Moment
    ) -> Verdict {
        let stream = Stream(instance: origin.instance, registration: registration)
        if isOutdated(stream, origin.sequence, at: moment) { return .ignored(.outdated) }
        let isHolder = table[registration]?.holder?.instance == origin.instance
        if isHolder, let last = claims[registration]?.sequence, last >= origin.sequence {
            return .ignored(.outdated)
        }
        if isHolder { remove(registration, at: moment.elapsed) }
        tombstones.set(origin.sequence, for: stream, at: moment.elapsed)
        return isHolder ? .changed : .unchanged
    }

    private func isOutdated(_ stream: Stream, _ sequence: Int64, at moment: Moment) -> Bool {
        guard let last = tombstones.value(for: stream, at: moment.elapsed) else { return false }
        return last >= sequence
    }

    /// Ties go to the larger UUID; of one instance the largest `started` seen counts.
    private func seniority(of origin: Origin) -> Seniority {
        let started = max(origin.started, instances[origin.instance]?.started ?? 0)
        return Seniority(started: started, instance: origin.instance)
    }

    private mutating func meet(_ origin: Origin) {
        let known = instances[origin.instance]?.started ?? 0
        instances[origin.instance, default: InstanceRecord()].started = max(known, origin.started)
    }
}

// MARK: - State

extension Registry {
    /// Puts an entry and its claim in place, and returns whether the table changed.
    @discardableResult
    private mutating func set(_ entry: Entry, _ claim: Claim, at elapsed: Duration) -> Bool {
        let registration = entry.registration
        let before = table[registration]
        let old = claims.updateValue(claim, forKey: registration)
        count(claim.lease, 1)
        count(old?.lease, -1)
        if let old {
            if old.transport != claim.transport || claim.lease == nil {
                deadlines[old.transport]?.remove(registration)
            }
            if before?.holder?.instance != entry.holder?.instance {
                remember(before, old, at: elapsed)
            }
        }
        if let lease = claim.lease {
            deadlines[claim.transport, default: Deadlines()].set(
                elapsed + lease.duration, for: registration)
        }
        guard before != entry else { return false }
        if before == nil { index.insert(registration) }
        // Up before down: an instance that keeps its last registration must not be forgotten.
        count(entry.holder, 1)
        count(before?.holder, -1)
        table.insert(entry)
        changes.record(registration, before: before, after: entry)
        return true
    }

    private mutating func remove(_ registration: Registration, at elapsed: Duration) {
        guard let before = table[registration] else { return }
        if let claim = claims.removeValue(forKey: registration) {
            deadlines[claim.transport]?.remove(registration)
            count(claim.lease, -1)
            remember(before, claim, at: elapsed)
        }
        index.remove(registration)
        count(before.holder, -1)
        table.remove(registration)
        changes.record(registration, before: before, after: nil)
    }

    private mutating func count(_ lease: Lease?, _ difference: Int) {
        guard let lease else { return }
        leaseCounts[lease, default: 0] += difference
        if leaseCounts[lease] == 0 { leaseCounts[lease] = nil }
    }

    /// Rule 2 holds whoever ended it: what an instance said before its entry went, by a message of
    /// 2014, by another instance or with its lease, must not bring it back when it comes once more.
    private mutating func remember(_ entry: Entry?, _ claim: Claim, at elapsed: Duration) {
        guard let entry, let instance = entry.holder?.instance else { return }
        let stream = Stream(instance: instance, registration: entry.registration)
        tombstones.set(claim.sequence, for: stream, at: elapsed)
    }

    private mutating func count(_ holder: Origin?, _ difference: Int) {
        guard let instance = holder?.instance else { return }
        instances[instance, default: InstanceRecord()].held += difference
        if instances[instance]?.held == 0 { instances[instance] = nil }
    }
}

/// What the registry knows of an entry beside what a hosts-file line says.
private struct Claim: Sendable {
    /// The highest sequence seen, renewals included.
    var sequence: Int64
    /// The lease as last asked for.
    var lease: Lease?
    /// Whose clock the lease runs on; nil: adopted, and not renewed since.
    var transport: TransportID?
}

private struct InstanceRecord: Sendable {
    var started: Int64 = 0
    var held = 0
}

/// What one instance says about one registration.
private struct Stream: Hashable, Sendable {
    var instance: InstanceID
    var registration: Registration
}

private struct Seniority: Comparable {
    var started: Int64
    var instance: InstanceID

    static func < (left: Self, right: Self) -> Bool {
        (left.started, left.instance) < (right.started, right.instance)
    }
}

extension Verdict {
    /// Whether the announcement holds now.
    fileprivate var isObeyed: Bool {
        switch self {
        case .changed, .unchanged: true
        case .ignored, .refused: false
        }
    }
}
