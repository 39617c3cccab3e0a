import DockerNetwork
import Measuring

/// One subject with a table of some size, and with a dnsmasq of its own where one reads the place,
/// ready to be measured.
final class Bench {
    let subject: Subject
    let size: Int
    private let folder: Folder
    private let nameserver: Nameserver?
    private let sink: any HostsSink
    private var table: Table
    private(set) var rows: [Row] = []

    /// Starts dnsmasq on a place without names, and has the sink write the table.
    init(_ subject: Subject, size: Int, in parent: String) async throws {
        self.subject = subject
        self.size = size
        folder = try Folder(in: parent)
        if let text = subject.firstText { try Folder.write(text, to: "\(folder.path)/hosts") }
        let path = folder.path
        nameserver = try subject.source(in: path).map { try Nameserver(reading: $0, in: path) }
        table = Table(try Sample.table(size))
        let before = Memory.resident(of: "self")
        sink = try subject.makeSink(in: folder.path, port: nameserver?.port)
        // The steady name first, so that it can be asked for while the others come.
        let steady = Table(table.filter { $0.registration.hostname.name == Sample.steady })
        try await sink.apply(SinkUpdate(table: steady, changes: nil))
        let entries = table.filter { $0.registration.hostname.name != Sample.steady }
        table = steady
        try await watched("first apply", [gain(entries[...])])
        add("sink memory KiB", [Double(max(0, Memory.resident(of: "self") - before))])
        if let nameserver { add("dnsmasq memory KiB", [Double(nameserver.memory)]) }
    }

    /// A name gets another address, one at a time.
    func change(runs: Int) async throws {
        var times: [Double] = []
        for run in 0..<runs {
            let number = 1 + run * 7919 % max(1, size - 1)
            guard let old = table[try Sample.entry(number).registration] else { continue }
            let new = try Sample.entry(number, turn: 1)
            times.append(try await replace(old, with: new))
            _ = try await replace(new, with: old)
        }
        add("change ms", times)
    }

    /// A name comes and goes.
    func addAndRemove(runs: Int) async throws {
        var added: [Double] = []
        var removed: [Double] = []
        for run in 0..<runs {
            let entry = try Sample.entry(run, turn: 2, prefix: "new")
            added.append(try await replace(nil, with: entry))
            removed.append(try await replace(entry, with: nil))
        }
        add("add ms", added)
        if subject != .raw { add("remove ms", removed) }
    }

    /// New names in one go, or as many at once as the sink wants.
    func burst(_ count: Int, slice: Int?) async throws {
        let entries = try (0..<count).map { try Sample.entry($0, turn: 3, prefix: "burst") }
        let old = table
        let label = slice.map { "burst/\($0)" } ?? "burst"
        var updates: [SinkUpdate] = []
        for start in stride(from: 0, to: count, by: slice ?? count) {
            updates.append(gain(entries[start..<min(start + (slice ?? count), count)]))
        }
        try await watched(label, updates)
        try await check(entries, label)
        let gone = changes(entries.map { ($0, nil) })
        if subject != .raw {
            try await sink.apply(SinkUpdate(table: old, changes: gone))
            table = old
        }
    }

    /// What the next start costs: of the service, which adopts, and of dnsmasq.
    func restart() async throws {
        var start = ContinuousClock.now
        let successor = try subject.makeSink(in: folder.path, port: nameserver?.port)
        let adopted = try await successor.contents()
        if subject != .raw {
            guard adopted.count == table.count else {
                throw BenchmarkError("adopted \(adopted.count) of \(table.count) names")
            }
            add("adopt ms", [(ContinuousClock.now - start).milliseconds])
            start = .now
            try await successor.apply(SinkUpdate(table: table, changes: nil))
            add("apply unchanged ms", [(ContinuousClock.now - start).milliseconds])
        }
        guard let source = subject.source(in: folder.path) else { return }
        // The sink signals the first one, so its pid file must stay.
        let again = try Nameserver(reading: source, in: folder.path, pidFile: "pid-again")
        add("dnsmasq start ms", [again.startTime.milliseconds])
    }

    private func replace(_ old: Entry?, with new: Entry?) async throws -> Double {
        let changes = changes([(old, new)])
        table = Self.table(table, changes)
        let update = SinkUpdate(table: table, changes: changes)
        let start = ContinuousClock.now
        try await sink.apply(update)
        return (ContinuousClock.now - start).milliseconds
    }

    private func gain(_ entries: ArraySlice<Entry>) -> SinkUpdate {
        let changes = changes(entries.map { (nil, $0) })
        table = Self.table(table, changes)
        return SinkUpdate(table: table, changes: changes)
    }

    /// New names with a query loop beside it.
    private func watched(_ figure: String, _ updates: [SinkUpdate]) async throws {
        let count = updates.reduce(0) { $0 + ($1.changes?.count ?? 0) }
        let loop = try nameserver.map {
            try QueryLoop(asking: "\(Sample.steady).docker", port: $0.port)
        }
        let (ours, theirs) = (ProcessorTime.of("self"), nameserver?.processorTime)
        let start = ContinuousClock.now
        for update in updates { try await sink.apply(update) }
        let took = (ContinuousClock.now - start).milliseconds
        let tally = loop?.end()
        add("\(figure) names/s", [Double(count) / took * 1000])
        // Others use the processors too: what was used says more than what went by.
        add("\(figure) sink CPU us/name", [(ProcessorTime.of("self") - ours) / Double(count) * 1e6])
        guard let nameserver, let theirs, let tally else { return }
        add(
            "\(figure) dnsmasq CPU us/name",
            [(nameserver.processorTime - theirs) / Double(count) * 1e6])
        add("\(figure) worst answer ms", [tally.worst.milliseconds])
        add("\(figure) queries", [Double(tally.asked)])
        add("\(figure) failed queries", [Double(tally.failed)])
    }

    /// All that was written must resolve, else the figure is worth nothing; where no server reads the
    /// place, it must stand there.
    private func check(_ entries: [Entry], _ label: String) async throws {
        let missing: Int
        if let nameserver {
            let names = entries.map { $0.registration.hostname.qualified(in: .docker) }
            missing = try NameClient(port: nameserver.port).missing(of: names).count
        } else {
            let held = Set(try await sink.contents())
            missing = entries.count { !held.contains($0) }
        }
        add("\(label) missing names", [Double(missing)])
    }

    private func changes(_ pairs: [(Entry?, Entry?)]) -> TableChanges {
        var changes = TableChanges()
        for (old, new) in pairs {
            if let old, let new, old.registration != new.registration {
                changes.record(old.registration, before: old, after: nil)
                changes.record(new.registration, before: nil, after: new)
            } else if let registration = (new ?? old)?.registration {
                changes.record(registration, before: old, after: new)
            }
        }
        return changes
    }

    private static func table(_ old: Table, _ changes: TableChanges) -> Table {
        // Outside of the core a table is made anew.
        let gone = changes.byRegistration
        return Table(
            old.filter { gone[$0.registration] == nil } + gone.values.compactMap(\.after))
    }

    private func add(_ figure: String, _ values: [Double]) {
        rows.append(Row(subject.rawValue, names: size, figure: figure, values: values))
    }
}
