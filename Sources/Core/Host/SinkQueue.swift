/// The changes that one sink lacks, those being written, and the answers that wait for them.
struct SinkQueue: Sendable {
    /// Names an answer that waits for sinks.
    struct ReplyID: Hashable, Sendable {
        /// The session that it goes to.
        var session: UInt64
        var number: UInt64
    }

    private struct Flight {
        /// The changes that are being written; nil: the whole table.
        var changes: TableChanges?
        var replies: [ReplyID] = []
    }

    /// Whether the sink must be made equal to the whole table: at first, and after a failure.
    private var lacksAll = true
    private var changes = TableChanges()
    private var pending = PendingRegistrations()
    private var replies: [Registration: [ReplyID]] = [:]
    /// The answers that wait for the whole table.
    private var repliesForAll: [ReplyID] = []
    private var flight: Flight?
    /// The answers that wait to be told what the sink knows: of what it still lacks, of what it
    /// holds or is being written, and of what it is being asked.
    private var questions = Questions()
    /// The number of answers that wait, those included that nobody waits for any more.
    private(set) var replyCount = 0
    /// From so many on they are looked through for such as nobody waits for.
    private var crowd = SinkQueue.smallestCrowd

    private static let smallestCrowd = 1024

    /// Whether the sink holds everything, and nobody asks what it knows.
    var isIdle: Bool { !lacksAll && pending.isEmpty && flight == nil && questions.isEmpty }

    /// Whether the sink equals the table.
    var holdsAll: Bool { !lacksAll && changes.isEmpty && flight == nil }

    /// The number of changes that the sink lacks; nil: it must be written as a whole.
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
    mutating func note(_ newChanges: TableChanges, from announcer: PendingRegistrations.Announcer)
        -> [ReplyID]
    {
        guard !lacksAll else { return [] }
        changes.merge(newChanges)
        var settled: [ReplyID] = []
        for registration in newChanges.byRegistration.keys {
            if changes.byRegistration[registration] != nil {
                pending.append(registration, to: announcer)
            } else {
                pending.remove(registration)
                questions.begin(CollectionOfOne(registration))
                settled += replies.removeValue(forKey: registration) ?? []
            }
        }
        guard flight == nil else {
            // As the sink will hold it once that is written.
            flight?.replies += settled
            return []
        }
        replyCount -= settled.count
        return settled
    }

    /// Lets an answer wait until the sink holds what it lacks of a registration now, and returns
    /// whether it lacks anything.
    mutating func wait(_ reply: ReplyID, for registration: Registration) -> Bool {
        if lacksAll {
            repliesForAll.append(reply)
        } else if pending.contains(registration) {
            replies[registration, default: []].append(reply)
        } else if let flight,
            flight.changes?.byRegistration[registration] != nil
                || flight.changes == nil
        {
            self.flight?.replies.append(reply)
        } else {
            return false
        }
        replyCount += 1
        return true
    }

    /// Lets an answer wait until the sink has said what it knows of a registration.
    mutating func ask(_ reply: ReplyID, about registration: Registration) {
        questions.add(reply, about: registration, isLacking: pending.contains(registration))
        replyCount += 1
    }

    /// Takes what to ask next, once what was begun is written.
    mutating func takeQuestions() -> [Registration] {
        questions.take { pending.contains($0) }
    }

    /// Returns who waited for what was asked.
    mutating func answered() -> [Registration: [ReplyID]] {
        let answered = questions.answered()
        replyCount -= answered.values.reduce(0) { $0 + $1.count }
        return answered
    }

    /// Every answer that waits, once for each thing it waits for.
    var waiting: [ReplyID] { repliesForAll + all }

    /// Takes what shall be written next; nil: the sink holds everything.
    ///
    /// - Parameters:
    ///   - table: The table as it is now.
    ///   - limit: How many changes at most; nil: all.
    /// - Returns: What to write.
    mutating func begin(_ table: Table, limit: Int?) -> SinkUpdate? {
        if lacksAll {
            lacksAll = false
            flight = Flight(changes: nil, replies: repliesForAll)
            repliesForAll = []
            questions.beginAll()
            return SinkUpdate(table: table, changes: nil)
        }
        guard !pending.isEmpty else { return nil }
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
                pending = PendingRegistrations()
                replies = [:]
            }
            return Flight(changes: changes, replies: Array(replies.values.joined()))
        }
        let registrations = pending.take(limit)
        var flight = Flight(changes: changes.take(registrations))
        for registration in registrations {
            flight.replies += replies.removeValue(forKey: registration) ?? []
        }
        replies.giveBackRoom()
        questions.begin(registrations)
        return flight
    }

    /// Notes that it was written, and returns what no longer waits for this sink.
    mutating func succeed() -> [ReplyID] {
        let settled = flight.take()?.replies ?? []
        replyCount -= settled.count
        return settled
    }

    /// Notes that it was not: the sink gets the whole table.
    mutating func fail() {
        repliesForAll += (flight?.replies ?? []) + replies.values.joined()
        questions.fail()
        flight = nil
        replies = [:]
        pending = PendingRegistrations()
        changes = TableChanges()
        lacksAll = true
    }

    /// Forgets what waits, and returns it: nothing waits for this sink any more.
    mutating func release() -> [ReplyID] {
        defer { retain { _ in false } }
        return waiting
    }

    /// Forgets the answers that nobody waits for any more, where there are so many that it is
    /// worth a look at each.
    mutating func retainIfCrowded(where isPending: (ReplyID) -> Bool) {
        guard replyCount > crowd else { return }
        retain(where: isPending)
        crowd = max(2 * replyCount, Self.smallestCrowd)
    }

    /// Forgets the answers that nobody waits for any more.
    mutating func retain(where isPending: (ReplyID) -> Bool) {
        repliesForAll.removeAll { !isPending($0) }
        flight?.replies.removeAll { !isPending($0) }
        replies = replies.compactMapValues { waiting in
            let rest = waiting.filter(isPending)
            return rest.isEmpty ? nil : rest
        }
        questions.retain(where: isPending)
        replyCount = waiting.count
    }

    private var all: [ReplyID] {
        (flight?.replies ?? []) + replies.values.joined() + questions.waiting
    }
}
