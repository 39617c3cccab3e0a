import DockerNetwork
import Testing

/// What a place looks like while it is written: to a reader, and to who comes after a kill.
extension SinkPlace {
    func checkIsAtomic() async throws {
        let (old, new) = try Self.tables()
        for state in try await states(from: old, to: new) {
            let copied = try copy(state)
            let held = Table(try await copied.makeSink().contents())
            // The place may be gone with its last mention.
            _ = try copied.files()
            for entry in old where new[entry.registration] == entry {
                #expect(held[entry.registration] == entry)
            }
            for entry in held {
                let registration = entry.registration
                #expect(entry == old[registration] || entry == new[registration])
            }
        }
    }

    func checkSurvivesKills() async throws {
        let (old, new) = try Self.tables()
        for state in try await states(from: old, to: new) {
            let after = try copy(state)
            let successor = try after.makeSink()
            _ = try await successor.contents()
            try await successor.apply(SinkUpdate(table: new, changes: nil))
            try await expect(try after.makeSink(), holds: new)
            let settled = try after.files()
            try await after.makeSink().apply(SinkUpdate(table: new, changes: nil))
            #expect(try after.files() == settled)
        }
    }

    func checkHoldsMany() async throws {
        let sink = try makeSink()
        var table = Table(
            try (0..<100_000).map { number in
                let address = "10.\(number / 62_500).\(number / 250 % 250).\(number % 250 + 1)"
                return try SinkSample.entry("host-\(number)", address)
            })
        try await sink.apply(SinkUpdate(table: table, changes: nil))
        try await expect(try makeSink(), holds: table)
        let gone = try SinkSample.entry("host-77", "10.0.0.78")
        #expect(table[gone.registration] != nil)
        let more = try SinkSample.entry("one-more", "fd00::1")
        var changes = TableChanges()
        changes.record(gone.registration, before: gone, after: nil)
        changes.record(more.registration, before: nil, after: more)
        table = Table(table.filter { $0 != gone } + [more])
        try await sink.apply(SinkUpdate(table: table, changes: changes))
        try await expect(sink, holds: table)
    }

    /// Half of the names stay, the others come, go or get another holder.
    private static func tables() throws -> (old: Table, new: Table) {
        let entries = try SinkSample.entries(60)
        let new = entries.enumerated().compactMap { number, entry -> Entry? in
            var entry = entry
            if number % 4 == 1 { entry.holder = SinkSample.holder(number + 100) }
            return number % 4 == 3 ? nil : entry
        }
        let more = try (0..<20).map { try SinkSample.entry("more-\($0)", "10.2.0.\($0 + 1)") }
        return (Table(entries), Table(new + more))
    }

    /// What a reader in a loop finds while the place goes back and forth between two tables and
    /// ends at the second: every state is one that a kill at that instant leaves.
    private func states(
        from old: Table, to new: Table
    ) async throws -> [[String: FileState]] {
        let sink = try makeSink()
        try await sink.apply(SinkUpdate(table: old, changes: nil))
        let reader = Task.detached {
            var states: Set<[String: FileState]> = []
            while !Task.isCancelled {
                // A file may go between its listing and its reading.
                if let state = try? files() { states.insert(state) }
                await Task.yield()
            }
            return states
        }
        let there = SinkSample.changes(from: old, to: new)
        let back = SinkSample.changes(from: new, to: old)
        for _ in 0..<4 {
            try await sink.apply(SinkUpdate(table: new, changes: there))
            try await sink.apply(SinkUpdate(table: old, changes: back))
        }
        try await sink.apply(SinkUpdate(table: new, changes: there))
        reader.cancel()
        let states = await reader.value.prefix(60)
        try #require(!states.isEmpty)
        return Array(states)
    }
}
