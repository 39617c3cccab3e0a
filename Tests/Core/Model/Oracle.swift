import DockerNetwork

/// The registry's rules once more, as plainly as they can be said.
///
/// Lists are searched from end to end, and nothing is kept that can be worked out. It shares no
/// code with the registry.
struct Oracle {
    /// One line of the table.
    struct Line {
        var entry: Entry
        /// The highest sequence that the holder has said of it.
        var sequence: Int64
        var lease: Lease?
        /// The transport whose clock the lease runs on; nil: adopted.
        var clock: Int?
        /// From when the lease counts.
        var since: Duration
        /// Who announced it, where nobody holds it.
        var user: String?
        /// The holder's largest start when it last announced this.
        var start: Int64 = 0
        /// Who came to the address after that.
        var challenges: [Challenge] = []

        var registration: Registration { entry.registration }
        var instance: InstanceID? { entry.holder?.instance }
    }

    /// That a later-started instance came to an address.
    struct Challenge {
        var instance: InstanceID
        var user: String?
        var from: Duration
    }

    /// What an instance last said of a registration that it does not hold now.
    private struct Memory {
        var instance: InstanceID
        var registration: Registration
        var sequence: Int64
        var until: Duration
    }

    /// Whose an instance is, while it holds something or until a time.
    private struct Ownership {
        var instance: InstanceID
        var user: String?
        var until: Duration
    }

    private(set) var lines: [Line] = []
    /// How many lines ended before their lease, since they were contested.
    private(set) var contestedEnds = 0
    private var memories: [Memory] = []
    private var seen: [(messageID: String, until: Duration)] = []
    private var starts: [(instance: InstanceID, started: Int64)] = []
    private var owners: [Ownership] = []
    /// By which start each instance is known at an address where it holds something.
    private var visits: [(instance: InstanceID, address: IPAddress, started: Int64)] = []
    private(set) var policy: Policy

    private static let remembered: Duration = .seconds(600)

    init(policy: Policy) {
        self.policy = policy
    }

    var entries: [Entry] {
        lines.map(\.entry).sorted { $0.registration < $1.registration }
    }

    /// When the first lease of a clock ends.
    func firstEnd(of clock: Int?) -> Duration? {
        lines.filter { $0.clock == clock }.compactMap(end).min()
    }

    /// Rule 5: with its lease, or two thirds of it after a newcomer came.
    private func end(of line: Line) -> Duration? {
        guard let lease = line.lease?.duration else { return nil }
        let ends = line.challenges.filter { mayAnnounce(line.registration, $0.user) }
            .map { max($0.from, line.since) + lease * 2 / 3 }
        return (ends + [line.since + lease]).min()
    }

    // MARK: Steps

    mutating func hear(_ message: ModelMessage, at moment: Moment) -> Verdict {
        tidy(at: moment.elapsed)
        defer { tidy(at: moment.elapsed) }
        let announcement = message.announcement
        if policy.requiresOrigin, announcement.origin == nil { return .refused(.originRequired) }
        if isReserved(announcement.registration) { return .refused(.nameReserved) }
        if !policy.users.isEmpty {
            let hasRules = message.user.map { policy.users[$0] != nil } ?? false
            if !hasRules, policy.users["*"] == nil {
                return .refused(message.user == nil ? .userRequired : .userUnknown)
            }
            if !mayAnnounce(announcement.registration, message.user) {
                return .refused(.nameNotAllowed)
            }
        }
        guard let origin = announcement.origin else { return hearNobody(message, at: moment) }
        if !isItsOwn(origin.instance, message) { return .refused(.instanceOfAnotherUser) }
        let verdict =
            announcement.kind == .down
            ? down(message, origin, at: moment.elapsed) : up(message, origin, at: moment)
        switch verdict {
        case .changed, .unchanged: own(origin.instance, message.user, at: moment.elapsed)
        case .refused: extendOwnership(of: origin.instance, at: moment.elapsed)
        case .ignored: break
        }
        return verdict
    }

    mutating func adopt(_ entries: [Entry], at moment: Moment) {
        for entry in entries {
            tidy(at: moment.elapsed)
            if isReserved(entry.registration) { continue }
            if line(of: entry.registration) != nil { continue }
            var line = Line(
                entry: entry, sequence: 0, lease: entry.lease, clock: nil, since: moment.elapsed)
            guard let origin = entry.holder else {
                if policy.requiresOrigin || noRoom(for: line, without: []) != nil { continue }
                lines.append(line)
                continue
            }
            let newest = newestSequence(origin.instance, entry.registration, at: moment.elapsed)
            if let newest, newest >= origin.sequence { continue }
            line.sequence = origin.sequence
            guard take(line, origin, user: nil, at: moment.elapsed) == nil else { continue }
            visit(origin, entry.registration.address)
        }
        tidy(at: moment.elapsed)
    }

    mutating func advance(_ clock: Int?, to elapsed: Duration) {
        for line in lines where line.clock == clock {
            guard let ends = end(of: line), ends <= elapsed else { continue }
            if let lease = line.lease, ends < line.since + lease.duration { contestedEnds += 1 }
            remove(line.registration, at: elapsed)
        }
        tidy(at: elapsed)
    }

    mutating func grantFreshLeases(of clock: Int?, at elapsed: Duration) {
        for index in lines.indices where lines[index].clock == clock {
            lines[index].since = elapsed
        }
    }

    mutating func replacePolicy(by policy: Policy, at now: Duration) {
        self.policy = policy
        let sorted = lines.sorted { $0.registration < $1.registration }
        for line in sorted {
            let user = user(of: line)
            let isRefused =
                isReserved(line.registration) || policy.requiresOrigin && line.instance == nil
                || user != nil && !mayAnnounce(line.registration, user)
            if isRefused { remove(line.registration, at: now) }
        }
        for line in lines where policy.conflicts != .all && line.instance != nil {
            let best = lines.filter { $0.instance != nil }
                .filter { $0.registration.hostname == line.registration.hostname }
                .sorted(by: isBetter).first
            if best?.instance != line.instance { remove(line.registration, at: now) }
        }
        let rest = lines.sorted { $0.registration < $1.registration }
        lines = []
        for line in rest {
            if isOverLimit(line) {
                lines.append(line)
                remove(line.registration, at: now)
            } else {
                lines.append(line)
            }
        }
        tidy(at: now)
    }

    /// Which of two lines of a hostname stays under another kind of conflict.
    private func isBetter(_ left: Line, _ right: Line) -> Bool {
        guard let mine = rank(of: left), let its = rank(of: right) else { return false }
        if policy.conflicts == .newest { return mine > its }
        if (left.lease == nil) != (right.lease == nil) { return left.lease != nil }
        return mine < its
    }

    private func rank(of line: Line) -> (Int64, InstanceID)? {
        guard let holder = line.entry.holder else { return nil }
        return (max(holder.started, start(of: holder.instance) ?? 0), holder.instance)
    }

    private func isOverLimit(_ line: Line) -> Bool {
        if let instance = line.instance,
            lines.filter({ $0.instance == instance }).count >= policy.namesPerInstance
        {
            return true
        }
        if let user = user(of: line), count(of: user) >= policy.namesPerUser { return true }
        return noRoom(for: line, without: []) != nil
    }
}

// MARK: - Rules

extension Oracle {
    private mutating func hearNobody(_ message: ModelMessage, at moment: Moment) -> Verdict {
        let announcement = message.announcement
        // Rule 2: an identity counts once in ten minutes.
        if let messageID = message.messageID {
            if seen.contains(where: { $0.messageID == messageID && $0.until > moment.elapsed }) {
                return .ignored(.duplicate)
            }
        }
        let held = line(of: announcement.registration)
        let verdict: Verdict
        if announcement.kind == .down {
            // Rule 3: whoever holds it.
            verdict = held == nil ? .unchanged : .changed
            remove(announcement.registration, at: moment.elapsed)
        } else if let held, held.instance != nil {
            // Rule 1: never from an instance.
            verdict = .unchanged
        } else {
            let line = Line(
                entry: Entry(announcement.registration, lease: announcement.lease), sequence: 0,
                lease: announcement.lease, clock: message.transport, since: moment.elapsed,
                user: message.user)
            if let refusal = noRoom(for: line, of: message.user, without: held.map { [$0] } ?? []) {
                return .refused(refusal)
            }
            verdict = held?.entry == line.entry ? .unchanged : .changed
            lines.removeAll { $0.registration == announcement.registration }
            lines.append(line)
        }
        if let messageID = message.messageID {
            seen.append((messageID, moment.elapsed + Self.remembered))
        }
        return verdict
    }

    private mutating func up(
        _ message: ModelMessage, _ origin: Origin, at moment: Moment
    ) -> Verdict {
        let registration = message.announcement.registration
        let lease = message.announcement.lease
        // Rule 4; a start that was accepted once stays accepted when the clock is set back.
        if origin.started > moment.unixMilliseconds + 60_000,
            origin.started > start(of: origin.instance) ?? -1
        {
            return .refused(.startedAhead)
        }
        let newest = newestSequence(origin.instance, registration, at: moment.elapsed)
        if let newest, newest >= origin.sequence { return .ignored(.outdated) }
        var line = Line(
            entry: Entry(registration, holder: origin, lease: lease),
            sequence: origin.sequence, lease: lease, clock: message.transport,
            since: moment.elapsed)
        let verdict: Verdict
        if let held = self.line(of: registration), held.instance == origin.instance {
            // Rule 1: a renewal. The line says who made it, unless it asks for another lease.
            starts.append((origin.instance, origin.started))
            if held.entry.lease == lease { line.entry = held.entry }
            verdict = line.entry == held.entry ? .unchanged : .changed
            lines.removeAll { $0.registration == registration }
            add(line, origin)
        } else {
            let refusal = take(line, origin, user: message.user, at: moment.elapsed)
            if let refusal { return .refused(refusal) }
            verdict = .changed
        }
        challenge(origin, at: registration.address, user: message.user, now: moment.elapsed)
        visit(origin, registration.address)
        return verdict
    }

    /// Rules 1 and 4, and the limits: an instance takes what it did not hold.
    private mutating func take(
        _ line: Line, _ origin: Origin, user: String?, at now: Duration
    ) -> Refusal? {
        let others = lines.filter { $0.instance != nil && $0.instance != origin.instance }
        var displaced = lines.filter { $0.registration == line.registration }
        for other in others where other.registration == line.registration {
            if !isEarlier(other, than: origin) { return nameHeld(by: other) }
        }
        for other in others
        where other.registration.hostname == line.registration.hostname
            && other.registration != line.registration && policy.conflicts != .all
        {
            if policy.conflicts == .first, other.lease != nil { return nameHeld(by: other) }
            if policy.conflicts == .newest, !isEarlier(other, than: origin) {
                return nameHeld(by: other)
            }
            displaced.append(other)
        }
        let own = lines.filter { $0.instance == origin.instance }
        if own.count + 1 > policy.namesPerInstance { return .tooManyForInstance }
        if let refusal = noRoom(for: line, of: user, without: displaced) { return refusal }
        for other in displaced { remove(other.registration, at: now) }
        starts.append((origin.instance, origin.started))
        memories.removeAll {
            $0.instance == origin.instance && $0.registration == line.registration
        }
        add(line, origin)
        return nil
    }

    private mutating func add(_ line: Line, _ origin: Origin) {
        var line = line
        line.start = start(of: origin.instance) ?? 0
        lines.append(line)
    }

    /// Rule 5: an instance announces something at an address.
    private mutating func challenge(
        _ origin: Origin, at address: IPAddress, user: String?, now: Duration
    ) {
        let started = start(of: origin.instance) ?? 0
        let known = visits.first { $0.instance == origin.instance && $0.address == address }
        for index in lines.indices where lines[index].registration.address == address {
            guard let holder = lines[index].instance, holder != origin.instance else { continue }
            let start = lines[index].start
            guard isOlder(start, holder, than: started, origin.instance) else { continue }
            // They have met: it came as a later-started one before, or it was there first.
            if let known, isOlder(start, holder, than: known.started, origin.instance) { continue }
            lines[index].challenges.append(
                Challenge(instance: origin.instance, user: user, from: now))
        }
    }

    private mutating func visit(_ origin: Origin, _ address: IPAddress) {
        let started = start(of: origin.instance) ?? 0
        visits.removeAll { $0.instance == origin.instance && $0.address == address }
        visits.append((origin.instance, address, started))
    }

    private func nameHeld(by line: Line) -> Refusal? {
        guard let holder = line.entry.holder else { return nil }
        let started = max(holder.started, start(of: holder.instance) ?? 0)
        let user = owners.first { $0.instance == holder.instance }?.user
        return .nameHeld(
            by: NameHolder(instance: holder.instance, started: started, user: user),
            conflicts: policy.conflicts)
    }

    private mutating func down(
        _ message: ModelMessage, _ origin: Origin, at now: Duration
    ) -> Verdict {
        let registration = message.announcement.registration
        if let newest = newestSequence(origin.instance, registration, at: now),
            newest >= origin.sequence
        {
            return .ignored(.outdated)
        }
        own(origin.instance, message.user, at: now)
        let isHolder = line(of: registration)?.instance == origin.instance
        if isHolder { remove(registration, at: now) }
        remember(origin.instance, registration, origin.sequence, at: now)
        return isHolder ? .changed : .unchanged
    }
}

// MARK: - Plain questions

extension Oracle {
    private func isReserved(_ registration: Registration) -> Bool {
        policy.reservedNames.contains { $0.text == registration.hostname.name }
    }

    private func mayAnnounce(_ registration: Registration, _ user: String?) -> Bool {
        if policy.users.isEmpty { return true }
        guard let rules = user.flatMap({ policy.users[$0] }) ?? policy.users["*"] else {
            return false
        }
        return rules.allowedNames.contains {
            $0.text == "*" || $0.text == registration.hostname.name
        }
    }

    /// Rule 7: whether an instance belongs to who sends this, or to nobody known.
    private func isItsOwn(_ instance: InstanceID, _ message: ModelMessage) -> Bool {
        if let owner = owners.first(where: { $0.instance == instance }) {
            return owner.user == message.user
        }
        guard lines.contains(where: { $0.instance == instance }), !policy.users.isEmpty else {
            return true
        }
        return line(of: message.announcement.registration)?.instance == instance
    }

    private func user(of line: Line) -> String? {
        guard let instance = line.instance else { return line.user }
        return owners.first { $0.instance == instance }?.user
    }

    private func count(of user: String) -> Int {
        lines.filter { self.user(of: $0) == user }.count
    }

    /// Which limit has no room for a line once others are gone.
    private func noRoom(
        for line: Line, of user: String? = nil, without gone: [Line]
    ) -> Refusal? {
        let gone = Set(gone.map(\.registration) + [line.registration])
        let staying = lines.filter { !gone.contains($0.registration) }
        if let user {
            let own = staying.filter { self.user(of: $0) == user }
            if own.count + 1 > policy.namesPerUser { return .tooManyForUser }
        }
        if staying.count + 1 > policy.namesInAll { return .tooManyInAll }
        let ofName = staying.filter { $0.registration.hostname == line.registration.hostname }
        if ofName.count + 1 > policy.addressesPerHostname { return .tooManyForHostname }
        let atAddress = staying.filter { $0.registration.address == line.registration.address }
        return atAddress.count + 1 > policy.hostnamesPerAddress ? .tooManyForAddress : nil
    }

    private func line(of registration: Registration) -> Line? {
        lines.first { $0.registration == registration }
    }

    private func start(of instance: InstanceID) -> Int64? {
        starts.filter { $0.instance == instance }.map(\.started).max()
    }

    private func isOlder(
        _ start: Int64, _ instance: InstanceID, than other: Int64, _ otherInstance: InstanceID
    ) -> Bool {
        start == other ? instance < otherInstance : start < other
    }

    private func isEarlier(_ line: Line, than origin: Origin) -> Bool {
        guard let holder = line.entry.holder else { return false }
        let its = max(holder.started, start(of: holder.instance) ?? 0)
        let mine = max(origin.started, start(of: origin.instance) ?? 0)
        return isOlder(its, holder.instance, than: mine, origin.instance)
    }

    /// The newest that an instance said of a registration, as far as it is known.
    private func newestSequence(
        _ instance: InstanceID, _ registration: Registration, at now: Duration
    ) -> Int64? {
        let held = lines.filter { $0.instance == instance && $0.registration == registration }
        let remembered = memories.filter {
            $0.instance == instance && $0.registration == registration && $0.until > now
        }
        return (held.map(\.sequence) + remembered.map(\.sequence)).max()
    }

    private mutating func remove(_ registration: Registration, at now: Duration) {
        guard let line = line(of: registration) else { return }
        lines.removeAll { $0.registration == registration }
        if let instance = line.instance { remember(instance, registration, line.sequence, at: now) }
    }

    private mutating func remember(
        _ instance: InstanceID, _ registration: Registration, _ sequence: Int64, at now: Duration
    ) {
        memories.removeAll { $0.instance == instance && $0.registration == registration }
        memories.append(
            Memory(
                instance: instance, registration: registration, sequence: sequence,
                until: now + Self.remembered))
        extendOwnership(of: instance, at: now)
    }

    private mutating func own(_ instance: InstanceID, _ user: String?, at now: Duration) {
        guard !owners.contains(where: { $0.instance == instance }) else { return }
        owners.append(Ownership(instance: instance, user: user, until: now + Self.remembered))
    }

    private mutating func extendOwnership(of instance: InstanceID, at now: Duration) {
        for index in owners.indices where owners[index].instance == instance {
            owners[index].until = now + Self.remembered
        }
    }

    /// Forgets the starts and places of who holds nothing, and the owners of what is past.
    private mutating func tidy(at now: Duration) {
        starts.removeAll { start in !lines.contains { $0.instance == start.instance } }
        visits.removeAll { visit in
            !lines.contains {
                $0.instance == visit.instance && $0.registration.address == visit.address
            }
        }
        owners.removeAll { owner in
            owner.until <= now && !lines.contains { $0.instance == owner.instance }
        }
    }
}
