/// What one sink still lacks, which part of it is being written, and which answers wait for that.
struct SinkQueue: Sendable {
    /// Names an answer that waits for sinks.
    typealias DebtID = UInt64

    private struct Flight {
        /// What is being written; nil: the whole table.
        var changes: TableChanges?
        var debts: [DebtID] = []
    }

    /// Whether the sink must be made equal to the whole table: at first, and after a failure.
    private var lacksAll = true
    private var changes = TableChanges()
    private var lanes = Lanes()
    private var debts: [Registration: [DebtID]] = [:]
    /// What waits for the whole table.
    private var debtsOfAll: [DebtID] = []
    private var flight: Flight?
    /// Who waits to be told what the sink knows: of what it still lacks, of what it holds or is
    /// being written, and of what it is being asked.
    private var questions = Questions()

    /// Whether the sink holds everything, and nobody asks what it knows.
    var isIdle: Bool { !lacksAll && lanes.isEmpty && flight == nil && questions.isEmpty }

    /// Notes changes that somebody's announcement made.
    mutating func note(_ newChanges: TableChanges, from lane: Lanes.Lane) {
        guard !lacksAll else { return }
        changes.merge(newChanges)
        for registration in newChanges.byRegistration.keys {
            lanes.append(registration, to: lane)
        }
    }

    /// Lets an answer wait until the sink holds what it lacks of a registration now, and returns
    /// whether it lacks anything.
    mutating func wait(_ debt: DebtID, for registration: Registration) -> Bool {
        if lacksAll {
            debtsOfAll.append(debt)
        } else if lanes.contains(registration) {
            debts[registration, default: []].append(debt)
        } else if let flight,
            flight.changes?.byRegistration[registration] != nil
                || flight.changes == nil
        {
            self.flight?.debts.append(debt)
        } else {
            return false
        }
        return true
    }

    /// Lets an answer wait until the sink has said what it knows of a registration.
    mutating func ask(_ debt: DebtID, about registration: Registration) {
        questions.add(debt, about: registration, isLacking: lanes.contains(registration))
    }

    /// Takes what to ask next, once what was begun is written.
    mutating func takeQuestions() -> [Registration] {
        questions.take { lanes.contains($0) }
    }

    /// Returns who waited for what was asked.
    mutating func answered() -> [Registration: [DebtID]] {
        questions.answered()
    }

    /// Every answer that waits, once for each thing it waits for.
    var waiting: [DebtID] { debtsOfAll + all }

    /// Takes what shall be written next; nil: the sink holds everything.
    ///
    /// - Parameters:
    ///   - table: The table as it is now.
    ///   - limit: How many changes at most; nil: all.
    /// - Returns: What to write.
    mutating func begin(_ table: Table, limit: Int?) -> SinkUpdate? {
        if lacksAll {
            lacksAll = false
            flight = Flight(changes: nil, debts: debtsOfAll)
            debtsOfAll = []
            questions.beginAll()
            return SinkUpdate(table: table, changes: nil)
        }
        guard !lanes.isEmpty else { return nil }
        let registrations = lanes.take(limit)
        var flight = Flight(changes: changes.take(registrations))
        for registration in registrations {
            flight.debts += debts.removeValue(forKey: registration) ?? []
        }
        debts.giveBackRoom()
        questions.begin(registrations)
        self.flight = flight
        return SinkUpdate(table: table, changes: flight.changes)
    }

    /// Notes that it was written, and returns what no longer waits for this sink.
    mutating func succeed() -> [DebtID] {
        flight.take()?.debts ?? []
    }

    /// Notes that it was not: the sink gets the whole table.
    mutating func fail() {
        debtsOfAll += (flight?.debts ?? []) + debts.values.joined()
        questions.fail()
        flight = nil
        debts = [:]
        lanes = Lanes()
        changes = TableChanges()
        lacksAll = true
    }

    /// Forgets what waits, and returns it: nothing waits for this sink any more.
    mutating func release() -> [DebtID] {
        defer { retain { _ in false } }
        return waiting
    }

    /// Forgets the answers that nobody waits for any more.
    mutating func retain(where isOwed: (DebtID) -> Bool) {
        debtsOfAll.removeAll { !isOwed($0) }
        flight?.debts.removeAll { !isOwed($0) }
        debts = debts.compactMapValues { waiting in
            let rest = waiting.filter(isOwed)
            return rest.isEmpty ? nil : rest
        }
        questions.retain(where: isOwed)
    }

    private var all: [DebtID] {
        (flight?.debts ?? []) + debts.values.joined() + questions.waiting
    }
}
