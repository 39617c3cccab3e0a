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
        var ends: Duration?

        var registration: Registration { entry.registration }
        var instance: InstanceID? { entry.holder?.instance }
    }

    /// What an instance last said of a registration that it does not hold now.
    private struct Memory {
        var instance: InstanceID
        var registration: Registration
        var sequence: Int64
        var until: Duration
    }

    private(set) var lines: [Line] = []
    private var memories: [Memory] = []
    private var seen: [(messageID: String, until: Duration)] = []
    private var starts: [(instance: InstanceID, started: Int64)] = []
    let policy: Policy

    private static let remembered: Duration = .seconds(600)

    init(policy: Policy) {
        self.policy = policy
    }

    var entries: [Entry] {
        lines.map(\.entry).sorted { $0.registration < $1.registration }
    }

    /// When the first lease of a clock ends.
    func firstEnd(of clock: Int?) -> Duration? {
        lines.filter { $0.clock == clock }.compactMap(\.ends).min()
    }

    // MARK: Steps

    mutating func hear(_ message: ModelMessage, at moment: Moment) -> Verdict {
        defer { forgetWhoHoldsNothing() }
        let announcement = message.announcement
        if policy.requiresOrigin, announcement.origin == nil { return .refused(.originRequired) }
        if isReserved(announcement.registration) { return .refused(.nameReserved) }
        guard let origin = announcement.origin else { return hearNobody(message, at: moment) }
        if announcement.kind == .down {
            return down(announcement.registration, origin, at: moment.elapsed)
        }
        return up(message, origin, at: moment)
    }

    mutating func adopt(_ entries: [Entry], at moment: Moment) {
        for entry in entries {
            defer { forgetWhoHoldsNothing() }
            if isReserved(entry.registration) { continue }
            if line(of: entry.registration) != nil { continue }
            guard let origin = entry.holder else {
                if policy.requiresOrigin || lines.count >= policy.namesInAll { continue }
                lines.append(
                    Line(
                        entry: entry, sequence: 0, lease: entry.lease, clock: nil,
                        ends: entry.lease.map { moment.elapsed + $0.duration }))
                continue
            }
            let newest = newestSequence(origin.instance, entry.registration, at: moment.elapsed)
            if let newest, newest >= origin.sequence { continue }
            let lease = entry.lease
            _ = take(
                Line(
                    entry: entry, sequence: origin.sequence, lease: lease, clock: nil,
                    ends: lease.map { moment.elapsed + $0.duration }),
                origin, at: moment.elapsed)
        }
    }

    mutating func advance(_ clock: Int?, to elapsed: Duration) {
        for line in lines where line.clock == clock {
            guard let ends = line.ends, ends <= elapsed else { continue }
            remove(line.registration, at: elapsed)
        }
        forgetWhoHoldsNothing()
    }

    mutating func grantFreshLeases(of clock: Int?, at elapsed: Duration) {
        for index in lines.indices where lines[index].clock == clock {
            lines[index].ends = lines[index].lease.map { elapsed + $0.duration }
        }
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
            if held == nil, lines.count >= policy.namesInAll { return .refused(.tooManyInAll) }
            let entry = Entry(announcement.registration, lease: announcement.lease)
            verdict = held?.entry == entry ? .unchanged : .changed
            lines.removeAll { $0.registration == announcement.registration }
            lines.append(
                Line(
                    entry: entry, sequence: 0, lease: announcement.lease, clock: message.transport,
                    ends: announcement.lease.map { moment.elapsed + $0.duration }))
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
            ends: lease.map { moment.elapsed + $0.duration })
        guard let held = self.line(of: registration), held.instance == origin.instance else {
            if let refusal = take(line, origin, at: moment.elapsed) { return .refused(refusal) }
            return .changed
        }
        // Rule 1: a renewal. The line says who made it, unless it asks for another lease.
        note(origin)
        if held.entry.lease == lease { line.entry = held.entry }
        lines.removeAll { $0.registration == registration }
        lines.append(line)
        return line.entry == held.entry ? .unchanged : .changed
    }

    /// Rules 1, 4 and 5, and the limits: an instance takes what it did not hold.
    private mutating func take(_ line: Line, _ origin: Origin, at now: Duration) -> Refusal? {
        let others = lines.filter { $0.instance != nil && $0.instance != origin.instance }
        let atAddress = others.filter { $0.registration.address == line.registration.address }
        if atAddress.contains(where: { !isEarlier($0, than: origin) }) { return .addressHeld }
        var displaced = atAddress
        if policy.conflicts != .all {
            for other in others where other.registration.hostname == line.registration.hostname {
                if other.registration.address == line.registration.address { continue }
                if policy.conflicts == .first, other.lease != nil { return nameHeld(by: other) }
                if policy.conflicts == .newest, !isEarlier(other, than: origin) {
                    return nameHeld(by: other)
                }
                displaced.append(other)
            }
        }
        let own = lines.filter { $0.instance == origin.instance }
        if own.count + 1 > policy.namesPerInstance { return .tooManyForInstance }
        var gone = Set(displaced.map(\.registration))
        gone.insert(line.registration)
        let staying = lines.filter { !gone.contains($0.registration) }
        if staying.count + 1 > policy.namesInAll { return .tooManyInAll }
        for registration in gone { remove(registration, at: now) }
        note(origin)
        memories.removeAll {
            $0.instance == origin.instance && $0.registration == line.registration
        }
        lines.append(line)
        return nil
    }

    private func nameHeld(by line: Line) -> Refusal? {
        guard let holder = line.entry.holder else { return nil }
        let started = max(holder.started, start(of: holder.instance) ?? 0)
        return .nameHeld(
            by: NameHolder(instance: holder.instance, started: started),
            conflicts: policy.conflicts)
    }

    private mutating func down(
        _ registration: Registration, _ origin: Origin, at now: Duration
    ) -> Verdict {
        if let newest = newestSequence(origin.instance, registration, at: now),
            newest >= origin.sequence
        {
            return .ignored(.outdated)
        }
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

    private func line(of registration: Registration) -> Line? {
        lines.first { $0.registration == registration }
    }

    private func start(of instance: InstanceID) -> Int64? {
        starts.filter { $0.instance == instance }.map(\.started).max()
    }

    private func isEarlier(_ line: Line, than origin: Origin) -> Bool {
        guard let holder = line.entry.holder else { return false }
        let its = max(holder.started, start(of: holder.instance) ?? 0)
        let mine = max(origin.started, start(of: origin.instance) ?? 0)
        return its == mine ? holder.instance < origin.instance : its < mine
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
    }

    private mutating func note(_ origin: Origin) {
        starts.append((origin.instance, origin.started))
    }

    private mutating func forgetWhoHoldsNothing() {
        starts.removeAll { start in !lines.contains { $0.instance == start.instance } }
    }
}
