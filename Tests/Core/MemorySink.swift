import DockerNetwork

/// A sink whose place is this process's memory, and that can be told to fail.
actor MemorySink: HostsSink {
    nonisolated let name = "memory"
    private(set) var table: Table
    private(set) var writes = 0
    private var failure: SinkError?
    private var readFailure: SinkError?
    private var watchers:
        [(condition: (Table) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []

    init(_ entries: [Entry] = []) {
        table = Table(entries)
    }

    func contents() throws(SinkError) -> [Entry] {
        if let readFailure { throw readFailure }
        return table.sorted()
    }

    func apply(_ update: SinkUpdate) throws(SinkError) {
        if let failure { throw failure }
        if let changes = update.changes {
            // What a sink that follows the changes holds must be the table it is given.
            var entries = Dictionary(uniqueKeysWithValues: table.map { ($0.registration, $0) })
            for registration in changes.removed { entries[registration] = nil }
            for entry in changes.updated { entries[entry.registration] = entry }
            guard Table(entries.values) == update.table else {
                throw SinkError("the changes do not lead to the table")
            }
        }
        table = update.table
        writes += 1
        for watcher in watchers where watcher.condition(table) { watcher.continuation.resume() }
        watchers.removeAll { $0.condition(table) }
    }

    /// Makes every later write, and every later read, fail; nil: succeed again.
    func fail(_ failure: SinkError?, reading readFailure: SinkError? = nil) {
        self.failure = failure
        self.readFailure = readFailure
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
