@testable import DockerNetwork

/// A registry and the oracle side by side, with what must hold of the registry whatever the oracle
/// says.
struct ModelRun {
    /// Where the two part, or what a registry may never do.
    struct Discrepancy: Error, CustomStringConvertible {
        var description: String
    }

    private(set) var registry: Registry
    private(set) var oracle: Oracle
    /// What the registry made of the latest message.
    private(set) var lastVerdict: Verdict?
    private var policy: Policy
    private var moment = Moment(
        elapsed: .seconds(1000), unixMilliseconds: ModelSchedule.wallStart)
    /// What a sink holds that only ever followed the changes.
    private var followed: [Registration: Entry] = [:]
    /// The largest start that each instance has claimed, whether or not it was believed.
    private var claimedStarts: [InstanceID: Int64] = [:]

    init(policy: Policy) {
        self.policy = policy
        registry = Registry(policy: policy)
        oracle = Oracle(policy: policy)
    }

    /// The index of the first step after which something is wrong, and what it is.
    static func firstDiscrepancy(
        in steps: [ModelStep], policy: Policy
    ) -> (index: Int, discrepancy: Discrepancy)? {
        var run = Self(policy: policy)
        for (index, step) in steps.enumerated() {
            do {
                try run.take(step)
            } catch {
                return (index, error)
            }
        }
        do {
            try run.endEverything()
        } catch {
            return (steps.count - 1, error)
        }
        return nil
    }

    mutating func take(_ step: ModelStep) throws(Discrepancy) {
        switch step {
        case .deliver(let message): try deliver(message)
        case .wait(let duration):
            moment.elapsed += duration
            moment.unixMilliseconds += Int64(duration / .milliseconds(1))
        case .setClock(let milliseconds):
            moment.unixMilliseconds = max(0, moment.unixMilliseconds + milliseconds)
        case .hear(let transport, let behind): advance(transport, to: moment.elapsed - behind)
        case .gap(let transport):
            for clock in [transport, nil] {
                registry.grantFreshLeases(
                    of: clock.map(TransportID.init(rawValue:)), at: moment.elapsed)
                oracle.grantFreshLeases(of: clock, at: moment.elapsed)
            }
        case .restart(let policy): restart(under: policy)
        case .replace(let policy):
            self.policy = policy
            registry.replacePolicy(by: policy, at: moment.elapsed)
            oracle.replacePolicy(by: policy, at: moment.elapsed)
        case .adopt(let entries):
            for origin in entries.compactMap(\.holder) { noteClaim(of: origin) }
            registry.adopt(entries, at: moment)
            oracle.adopt(entries, at: moment)
        case .takeChanges: try follow()
        }
        try compare()
        try checkOwnership()
        try checkLimits()
    }

    /// Everybody stops, and every lease ends: what nobody has to repeat is what remains.
    private mutating func endEverything() throws(Discrepancy) {
        moment.elapsed += .seconds(3600)
        for clock in [0, 1, nil] { advance(clock, to: moment.elapsed) }
        try compare()
        try follow()
        for entry in registry.table where entry.lease != nil {
            throw Discrepancy(description: "outlived its lease: \(entry.modelText)")
        }
        for clock in [TransportID(rawValue: 0), TransportID(rawValue: 1), nil] {
            guard registry.earliestDeadline(of: clock) == nil else {
                throw Discrepancy(description: "a lease is left where no leased entry is")
            }
        }
    }
}

// MARK: - Steps

extension ModelRun {
    private mutating func deliver(_ message: ModelMessage) throws(Discrepancy) {
        let before = registry.table
        let verdict = registry.apply(
            message.announcement, messageID: message.messageID, user: message.user,
            from: TransportID(rawValue: message.transport), at: moment)
        lastVerdict = verdict
        if let origin = message.announcement.origin, message.announcement.kind == .up {
            noteClaim(of: origin)
        }
        let expected = oracle.hear(message, at: moment)
        guard verdict.isSameKind(as: expected) else {
            throw Discrepancy(description: "the registry says \(verdict), the oracle \(expected)")
        }
        guard (verdict == .changed) == (registry.table != before) else {
            throw Discrepancy(description: "\(verdict), but the table says otherwise")
        }
        try checkReach(of: message, from: before)
    }

    private mutating func noteClaim(of origin: Origin) {
        claimedStarts[origin.instance] = max(claimedStarts[origin.instance] ?? 0, origin.started)
    }

    private mutating func advance(_ transport: Int?, to elapsed: Duration) {
        while registry.advance(
            transport.map(TransportID.init(rawValue:)), to: elapsed, limit: 3)
        {}
        oracle.advance(transport, to: elapsed)
    }

    private mutating func restart(under policy: Policy) {
        let written = registry.table.sorted()
        self.policy = policy
        registry = Registry(policy: policy)
        oracle = Oracle(policy: policy)
        followed = [:]
        registry.adopt(written, at: moment)
        oracle.adopt(written, at: moment)
    }

    /// A sink takes the changes: each begins at what it holds, and together they make the table.
    private mutating func follow() throws(Discrepancy) {
        for (registration, change) in registry.takeChanges().byRegistration {
            guard change.before == followed[registration], change.before != change.after else {
                throw Discrepancy(
                    description: "a change of \(registration) does not begin where a sink is")
            }
            followed[registration] = change.after
        }
        guard Table(followed.values) == registry.table else {
            throw Discrepancy(description: "the changes do not add up to the table")
        }
        guard RegistryBooks(of: registry) == RegistryBooks(for: registry.table) else {
            throw Discrepancy(description: "the registry's books are not about its table")
        }
        guard registry.state.isConsistent else {
            throw Discrepancy(description: "its contests or its users are not those of its table")
        }
    }
}

// MARK: - What must hold

extension ModelRun {
    private func compare() throws(Discrepancy) {
        let actual = registry.table.sorted()
        guard actual == oracle.entries else {
            throw Discrepancy(
                description: "the registry holds \(actual.map(\.modelText)), "
                    + "the oracle \(oracle.entries.map(\.modelText))")
        }
        for clock in [0, 1, nil] {
            guard let end = oracle.firstEnd(of: clock) else { continue }
            let earliest = registry.earliestDeadline(of: clock.map(TransportID.init(rawValue:)))
            guard let earliest, earliest <= end else {
                throw Discrepancy(description: "a lease ends before the earliest deadline")
            }
        }
    }

    /// A name has one instance, unless the policy lets all stand.
    private func checkOwnership() throws(Discrepancy) {
        var byName: [Hostname: InstanceID] = [:]
        for entry in registry.table {
            guard let instance = entry.holder?.instance else { continue }
            let registration = entry.registration
            let ofName = byName.updateValue(instance, forKey: registration.hostname)
            guard policy.conflicts == .all || ofName == nil || ofName == instance else {
                throw Discrepancy(description: "\(registration.hostname) has two instances")
            }
        }
    }

    private func checkLimits() throws(Discrepancy) {
        let instances = registry.table.compactMap { $0.holder?.instance }
        let mostOfOne = most(of: instances)
        let registrations = registry.table.map(\.registration)
        guard mostOfOne <= policy.namesPerInstance, registrations.count <= policy.namesInAll,
            most(of: registrations.map(\.hostname)) <= policy.addressesPerHostname,
            most(of: registrations.map(\.address)) <= policy.hostnamesPerAddress
        else { throw Discrepancy(description: "a limit is exceeded") }
    }

    /// How often the most frequent one is there.
    private func most(of items: [some Hashable]) -> Int {
        Dictionary(grouping: items, by: \.self).values.map(\.count).max() ?? 0
    }

    /// One announcement touches only what its sender may touch.
    private func checkReach(
        of message: ModelMessage, from before: Table
    ) throws(Discrepancy) {
        let announcement = message.announcement
        for entry in before where registry.table[entry.registration] != entry {
            guard mayDisplace(announcement, entry, by: message.user) else {
                throw Discrepancy(description: "displaced \(entry.modelText)")
            }
        }
        for entry in registry.table where before[entry.registration] == nil {
            guard announcement.kind == .up, entry.registration == announcement.registration,
                entry.holder == announcement.origin
            else { throw Discrepancy(description: "made up \(entry.modelText)") }
        }
    }

    private func mayDisplace(
        _ announcement: Announcement, _ entry: Entry, by user: String?
    ) -> Bool {
        guard policy.refusal(of: entry.registration, by: user) == nil else { return false }
        let isSame = entry.registration == announcement.registration
        guard let origin = announcement.origin else {
            // Of what nobody holds an `up` may change the lease.
            return isSame && (announcement.kind == .down || entry.holder == nil)
        }
        guard let holder = entry.holder else { return announcement.kind == .up && isSame }
        if holder.instance == origin.instance { return isSame }
        guard announcement.kind == .up else { return false }
        let touches =
            isSame
            || policy.conflicts != .all
                && entry.registration.hostname == announcement.registration.hostname
        if policy.conflicts == .first, entry.lease == nil { return touches }
        let claimed = claimedStarts[origin.instance] ?? origin.started
        let isLater =
            claimed == holder.started
            ? origin.instance > holder.instance : claimed > holder.started
        return touches && isLater
    }
}

extension Verdict {
    /// Whether two verdicts agree; too late and twice come to the same.
    fileprivate func isSameKind(as other: Self) -> Bool {
        if case .ignored = self, case .ignored = other { return true }
        return self == other
    }
}
