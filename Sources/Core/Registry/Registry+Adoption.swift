extension Registry {
    /// Takes over what an earlier service wrote: leased entries get a whole lease from now, and
    /// what the policy refuses is left out, as is what holds already.
    ///
    /// A sink may become readable long after the start, and a file may have been edited: so the
    /// rules hold for its lines as for announcements, and what is older than what was heard stays
    /// out. Nobody knows who announced a line: it counts for a user once that user has renewed it,
    /// and it contests nothing.
    public mutating func adopt(_ entries: some Sequence<Entry>, at moment: Moment) {
        for entry in entries where table[entry.registration] == nil {
            let registration = entry.registration
            guard policy.refusal(of: registration) == nil else { continue }
            number += 1
            var claim = Claim(lease: entry.lease, number: number, since: moment.elapsed)
            guard let holder = entry.holder else {
                guard !policy.requiresOrigin, roomRefusal(for: registration) == nil else {
                    continue
                }
                state.set(entry, claim, owner: .unknown, at: moment.elapsed)
                continue
            }
            let isOutdated = state.isOutdated(
                holder.instance, registration, holder.sequence, at: moment.elapsed)
            guard !isOutdated else { continue }
            // What an engine's transport says now is newer whatever the clock was when it said that: its
            // sequences are times, and the wall clock may have been set back.
            if holder.instance.engine == nil { claim.sequence = holder.sequence }
            claim.started = state.accounts.seniority(of: holder).started
            let former = state.addresses.start(of: holder.instance, at: registration.address)
            guard
                take(registration, holder, claim, owner: .unknown, at: moment.elapsed) == nil,
                former ?? -1 < claim.started
            else { continue }
            state.setStart(claim.started, of: holder.instance, at: registration.address)
        }
    }

    /// Puts another policy in the place of this one; what it refuses goes.
    ///
    /// An entry goes where its user may not announce it any more; where no user is known, as of an
    /// adopted entry, rules for users count from its next renewal on. Of several instances that
    /// hold one hostname `conflicts` lets one stay, and of more entries than a limit allows the
    /// last ones go, in the order of their names.
    public mutating func replacePolicy(by policy: Policy, at elapsed: Duration) {
        self.policy = policy
        let entries = table.sorted()
        for entry in entries where isRefused(entry, at: elapsed) {
            state.remove(entry.registration, at: elapsed)
        }
        if policy.conflicts != .all { settleConflicts(among: entries, at: elapsed) }
        var tally = LimitTally(policy)
        for entry in entries where table[entry.registration] != nil {
            if !tally.hasRoom(for: entry, of: user(of: entry, at: elapsed)) {
                state.remove(entry.registration, at: elapsed)
            }
        }
        state.reschedule()
    }

    /// The user that an entry counts for; nil if none is known.
    func user(of entry: Entry, at elapsed: Duration) -> String? {
        guard let holder = entry.holder else { return state.claims[entry.registration]?.user }
        return state.accounts.owner(of: holder.instance, at: elapsed)?.name
    }

    private func isRefused(_ entry: Entry, at elapsed: Duration) -> Bool {
        if policy.requiresOrigin, entry.holder == nil { return true }
        let registration = entry.registration
        guard let user = user(of: entry, at: elapsed) else {
            return policy.refusal(of: registration) != nil
        }
        return policy.refusal(of: registration, by: user) != nil
    }

    /// Rule 4 for names that several instances came to hold under another policy.
    private mutating func settleConflicts(among entries: [Entry], at elapsed: Duration) {
        var winners: [Hostname: (seniority: Seniority, isLeased: Bool)] = [:]
        for entry in entries where table[entry.registration] != nil {
            guard let holder = entry.holder else { continue }
            let own = (state.accounts.seniority(of: holder), entry.lease != nil)
            if let best = winners[entry.registration.hostname] {
                // With `first` a lease counts, and then the earlier start.
                let isBetter =
                    policy.conflicts == .newest
                    ? own.0 > best.seniority
                    : own.1 != best.isLeased ? own.1 : own.0 < best.seniority
                guard isBetter else { continue }
            }
            winners[entry.registration.hostname] = own
        }
        for entry in entries where table[entry.registration] != nil {
            guard let holder = entry.holder,
                let winner = winners[entry.registration.hostname]?.seniority.instance,
                holder.instance != winner
            else { continue }
            state.remove(entry.registration, at: elapsed)
        }
    }
}
