/// What one sink still lacks, which part of it is being written, and which answers wait for that.
struct SinkQueue: Sendable {
    /// Names an answer that waits for sinks.
    struct DebtID: Hashable, Sendable {
        /// The session it is owed to.
        var session: UInt64
        var number: UInt64
    }

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
    /// How many answers wait, those included that nobody waits for any more.
    private(set) var debtCount = 0
    /// From so many on they are looked through for such as nobody waits for.
    private var crowd = SinkQueue.smallestCrowd

    private static let smallestCrowd = 1024

    /// Whether the sink holds everything, and nobody asks what it knows.
    var isIdle: Bool { !lacksAll && lanes.isEmpty && flight == nil && questions.isEmpty }

    /// Whether the sink equals the table.
    var holdsAll: Bool { !lacksAll && changes.isEmpty && flight == nil }

    /// How many changes the sink lacks; nil: it must be written as a whole.
    var lackCount: Int? {
        if lacksAll { return nil }
        guard let flight else { return changes.count }
        return flight.changes.map { $0.count + changes.count }
    }

    /// Whether the sink lacks something of a registration, or is being given it.
    func lacks(_ registration: Registration) -> Bool {
        if lacksAll || changes.byRegistration[registration] != nil { return true }
        guard let flight else { return false }
        return flight.changes.map { $0.byRegistration[registration] != nil } ?? true
    }

    /// The registrations that are being written; nil: the whole table, or none.
    var beingWritten: [Registration]? {
        flight?.changes.map { Array($0.byRegistration.keys) }
    }

    /// Notes changes that somebody's announcement made.
    ///
    /// - Returns: The answers that no longer wait for this sink: what they waited for is again as
    ///   the sink holds it. Else whoever announces and withdraws without end, faster than the sink
    ///   is written, would fill the memory with what is nothing to write.
    mutating func note(_ newChanges: TableChanges, from lane: Lanes.Lane) -> [DebtID] {
        guard !lacksAll else { return [] }
        changes.merge(newChanges)
        var settled: [DebtID] = []
        for registration in newChanges.byRegistration.keys {
            if changes.byRegistration[registration] != nil {
                lanes.append(registration, to: lane)
            } else {
                lanes.remove(registration)
                questions.begin(CollectionOfOne(registration))
                settled += debts.removeValue(forKey: registration) ?? []
            }
        }
        guard flight == nil else {
            // As the sink will hold it once that is written.
            flight?.debts += settled
            return []
        }
        debtCount -= settled.count
        return settled
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
        debtCount += 1
        return true
    }

    /// Lets an answer wait until the sink has said what it knows of a registration.
    mutating func ask(_ debt: DebtID, about registration: Registration) {
        questions.add(debt, about: registration, isLacking: lanes.contains(registration))
        debtCount += 1
    }

    /// Takes what to ask next, once what was begun is written.
    mutating func takeQuestions() -> [Registration] {
        questions.take { lanes.contains($0) }
    }

    /// Returns who waited for what was asked.
    mutating func answered() -> [Registration: [DebtID]] {
        let answered = questions.answered()
        debtCount -= answered.values.reduce(0) { $0 + $1.count }
        return answered
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
        let flight = takeFlight(limit)
        self.flight = flight
        return SinkUpdate(table: table, changes: flight.changes)
    }

    private mutating func takeFlight(_ limit: Int?) -> Flight {
        guard let limit, limit < changes.count else {
            // All of it: no turns, and no work for each.
            questions.beginAll()
            defer {
                changes = TableChanges()
                lanes = Lanes()
                debts = [:]
            }
            return Flight(changes: changes, debts: Array(debts.values.joined()))
        }
        let registrations = lanes.take(limit)
        var flight = Flight(changes: changes.take(registrations))
        for registration in registrations {
            flight.debts += debts.removeValue(forKey: registration) ?? []
        }
        debts.giveBackRoom()
        questions.begin(registrations)
        return flight
    }

    /// Notes that it was written, and returns what no longer waits for this sink.
    mutating func succeed() -> [DebtID] {
        let paid = flight.take()?.debts ?? []
        debtCount -= paid.count
        return paid
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

    /// Forgets the answers that nobody waits for any more, where so many have gathered that it is
    /// worth a look at each.
    mutating func retainIfCrowded(where isOwed: (DebtID) -> Bool) {
        guard debtCount > crowd else { return }
        retain(where: isOwed)
        crowd = max(2 * debtCount, Self.smallestCrowd)
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
        debtCount = waiting.count
    }

    private var all: [DebtID] {
        (flight?.debts ?? []) + debts.values.joined() + questions.waiting
    }
}
