import DockerNetwork
import TestSupport

/// A sink that follows the changes it is given, and that fails at random, now and then with half
/// of the work done.
actor FlakySink: HostsSink {
    nonisolated let name: String
    private(set) var failures = 0
    /// Whether the changes once led to anything but the table.
    private(set) var hasParted = false
    private var entries: [Registration: Entry] = [:]
    private var generator: SeededGenerator
    private let failuresAtMost: Int

    init(name: String, seed: UInt64, failuresAtMost: Int) {
        self.name = name
        self.failuresAtMost = failuresAtMost
        generator = SeededGenerator(seed: seed)
    }

    var table: Table { Table(entries.values) }

    func contents() throws(SinkError) -> [Entry] { [] }

    func apply(_ update: SinkUpdate) throws(SinkError) {
        let fails = failures < failuresAtMost && generator.chance(0.5)
        if let changes = update.changes {
            for (registration, change) in changes.byRegistration {
                if fails, generator.chance(0.5) { continue }
                entries[registration] = change.after
            }
        } else if !fails {
            entries = Dictionary(uniqueKeysWithValues: update.table.map { ($0.registration, $0) })
        }
        if fails {
            failures += 1
            throw SinkError("the disk is full, says the seed")
        }
        if table != update.table { hasParted = true }
    }
}
