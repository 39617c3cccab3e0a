import DockerNetwork
import Testing

extension SinkPlace {
    func checkAppliesOnce() async throws {
        let sink = try makeSink()
        let table = Table(try SinkSample.entries(20))
        try await sink.apply(SinkUpdate(table: table, changes: nil))
        let before = try files()
        #expect(!before.isEmpty)
        try await sink.apply(SinkUpdate(table: table, changes: nil))
        try await sink.apply(SinkUpdate(table: table, changes: TableChanges()))
        #expect(try files() == before)
    }

    func checkAdopts() async throws {
        let table = Table(try SinkSample.entries(20))
        try await makeSink().apply(SinkUpdate(table: table, changes: nil))
        let before = try files()
        let successor = try makeSink()
        let adopted = try await successor.contents()
        #expect(adopted.count == 20)
        #expect(Table(adopted) == table)
        try await successor.apply(SinkUpdate(table: table, changes: nil))
        #expect(try files() == before)
    }

    func checkRetries() async throws {
        let sink = try makeSink()
        let first = Table(try SinkSample.entries(3))
        try await sink.apply(SinkUpdate(table: first, changes: nil))
        let second = Table(try SinkSample.entries(6))
        try obstruct()
        let update = SinkUpdate(table: second, changes: SinkSample.changes(from: first, to: second))
        let error = await #expect(throws: SinkError.self) { try await sink.apply(update) }
        #expect(error?.message.isEmpty == false)
        #expect(error?.message.contains("\n") == false)
        try clear()
        try await sink.apply(SinkUpdate(table: second, changes: nil))
        try await expect(sink, holds: second)
    }

    func checkEmpties() async throws {
        let sink = try makeSink()
        #expect(try await sink.contents() == [])
        try await sink.apply(SinkUpdate(table: Table(), changes: nil))
        #expect(try await sink.contents() == [])
        let table = Table(try SinkSample.entries(5))
        try await sink.apply(SinkUpdate(table: table, changes: nil))
        try await expect(sink, holds: table)
        try await sink.apply(
            SinkUpdate(table: Table(), changes: SinkSample.changes(from: table, to: Table())))
        #expect(try await sink.contents() == [])
    }

    func checkRemoves() async throws {
        let sink = try makeSink()
        let entries = try SinkSample.entries(10)
        let before = Table(entries)
        let after = Table(entries.enumerated().filter { $0.offset % 3 != 0 }.map(\.element))
        try await sink.apply(SinkUpdate(table: before, changes: nil))
        try await sink.apply(
            SinkUpdate(table: after, changes: SinkSample.changes(from: before, to: after)))
        try await expect(sink, holds: after)
        try await sink.apply(SinkUpdate(table: before, changes: nil))
        try await expect(sink, holds: before)
    }

    func checkChangesHolder() async throws {
        let sink = try makeSink()
        var entry = try SinkSample.entries(1)[0]
        var table = Table()
        // What nobody holds may have a lease too: `up --lease` without `--instance`.
        let holds: [(Origin?, Lease?)] = [
            (nil, nil), (SinkSample.holder(1), Lease(seconds: 30)), (SinkSample.holder(1), nil),
            (SinkSample.holder(2), nil), (nil, Lease(seconds: 30)), (nil, Lease(seconds: 60)),
            (nil, nil),
        ]
        for (holder, lease) in holds {
            (entry.holder, entry.lease) = (holder, lease)
            let next = Table([entry])
            let changes = SinkSample.changes(from: table, to: next)
            try await sink.apply(SinkUpdate(table: next, changes: changes))
            try await expect(sink, holds: next)
            table = next
        }
    }

    func checkHoldsIPv6() async throws {
        let sink = try makeSink()
        let table = Table(
            try ["10.0.0.1", "10.0.0.2", "fd00::1", "2001:db8::ff:0:1", "fe80::1"].map {
                try SinkSample.entry("web", $0)
            })
        try await sink.apply(SinkUpdate(table: table, changes: nil))
        try await expect(sink, holds: table)
    }

    func checkHoldsLongest() async throws {
        let sink = try makeSink()
        let label = String(repeating: "a", count: 63)
        // 246 bytes, and ".docker" makes 253.
        let name = "\(label).\(label).\(label).\(String(repeating: "b", count: 54))"
        let origin = Origin(
            instance: InstanceID(rawValue: .max), started: .max, sequence: .max)
        let address = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff".replacing("ffff", with: "1fff")
        let table = Table([
            try SinkSample.entry(
                name, address, holder: origin,
                lease: Lease(seconds: Lease.bounds.upperBound))
        ])
        try await sink.apply(SinkUpdate(table: table, changes: nil))
        try await expect(sink, holds: table)
    }

    func checkFollows() async throws {
        let sink = try makeSink()
        var generator = SinkSample.Generator(seed: 7)
        let pool = try SinkSample.entries(40)
        var table = Table()
        for step in 0..<30 {
            let chosen = pool.filter { _ in Bool.random(using: &generator) }
            let next = Table(
                chosen.map { entry in
                    var entry = entry
                    if Int.random(in: 0..<4, using: &generator) == 0 {
                        entry.holder = SinkSample.holder(step)
                    }
                    return entry
                })
            let changes = SinkSample.changes(from: table, to: next)
            try await sink.apply(SinkUpdate(table: next, changes: step == 0 ? nil : changes))
            try await expect(sink, holds: next)
            table = next
        }
    }

    func checkKeepsForeign() async throws {
        try plantForeign()
        let sink = try makeSink()
        let table = Table(try SinkSample.entries(5))
        for next in [Table(), table, Table(try SinkSample.entries(2)), Table(), table] {
            try await sink.apply(SinkUpdate(table: next, changes: nil))
            try await expect(sink, holds: next)
            #expect(try isForeignIntact())
        }
    }

    /// A new sink reads the place, so that nothing the old one remembers helps it.
    func expect(_ sink: any HostsSink, holds table: Table) async throws {
        let contents = try await sink.contents()
        #expect(contents.count == table.count)
        #expect(Table(contents) == table)
    }
}
