import DockerNetwork

/// A sink whose place is this process's memory, and that can be told to fail.
actor MemorySink: HostsSink {
    nonisolated let name = "memory"
    nonisolated let changeLimit: Int?
    /// How long each write takes.
    private let delay: Duration
    /// Somebody else has these there.
    private let leftOut: Set<Registration>
    private(set) var table: Table
    private(set) var writes = 0
    /// How few entries it ever held after it first held any.
    private(set) var fewest: Int?
    /// How many writes may still be done; nil: any number.
    private var portions: Int?
    private var held: CheckedContinuation<Void, Never>?
    private var failure: SinkError?
    private var readFailure: SinkError?
    private var watchers:
        [(condition: (Table) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []

    init(
        _ entries: [Entry] = [], changeLimit: Int? = nil, delay: Duration = .zero,
        leavingOut leftOut: Set<Registration> = []
    ) {
        self.delay = delay
        table = Table(entries)
        self.leftOut = leftOut
        self.changeLimit = changeLimit
    }

    func contents() throws(SinkError) -> [Entry] {
        if let readFailure { throw readFailure }
        return table.sorted()
    }

    func apply(_ update: SinkUpdate) async throws(SinkError) {
        // Uninterrupted: a write that has begun takes its time.
        if delay > .zero {
            await Task.detached { [delay] in try? await Task.sleep(for: delay) }.value
        }
        if let portions {
            if portions == 0 { await withCheckedContinuation { held = $0 } }
            self.portions = self.portions.map { $0 - 1 }
        }
        if let failure { throw failure }
        if let changes = update.changes {
            // What a sink that follows the changes holds must be the table it is given.
            var entries = Dictionary(uniqueKeysWithValues: table.map { ($0.registration, $0) })
            for registration in changes.removed { entries[registration] = nil }
            for entry in changes.updated { entries[entry.registration] = entry }
            table = Table(entries.values)
            // In portions the table is ahead.
            guard changeLimit != nil || table == update.table || !leftOut.isEmpty else {
                throw SinkError("the changes do not lead to the table")
            }
        } else {
            table = update.table
        }
        if !leftOut.isEmpty { table = Table(table.filter { !leftOut.contains($0.registration) }) }
        writes += 1
        if fewest != nil || !table.isEmpty { fewest = min(fewest ?? table.count, table.count) }
        for watcher in watchers where watcher.condition(table) { watcher.continuation.resume() }
        watchers.removeAll { $0.condition(table) }
    }

    /// Makes every later write, and every later read, fail; nil: succeed again.
    func fail(_ failure: SinkError?, reading readFailure: SinkError? = nil) {
        self.failure = failure
        self.readFailure = readFailure
    }

    /// Lets no later write be done before `release`.
    func hold() {
        portions = 0
    }

    /// Lets so many writes more be done.
    func release(portions count: Int) {
        portions = (portions ?? 0) + count
        held.take()?.resume()
    }

    /// Waits until the table meets a condition; a test's time limit is the deadline.
    func wait(until condition: @escaping @Sendable (Table) -> Bool) async {
        if condition(table) { return }
        await withCheckedContinuation { watchers.append((condition, $0)) }
    }

    func waitFor(_ registrations: Registration...) async {
        await wait { Set($0.map(\.registration)) == Set(registrations) }
    }
}
