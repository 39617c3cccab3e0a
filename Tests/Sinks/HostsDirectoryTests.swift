import DockerNetwork
import DockerNetworkDnsmasq
import DockerNetworkHostsFile
import Foundation
import TestSupport
import Testing

/// The directory layout's files, without a dnsmasq.
struct HostsDirectoryTests {
    private let folder: TemporaryFolder
    private let sink: DnsmasqSink

    init() throws {
        folder = try TemporaryFolder()
        sink = try DnsmasqSink(mode: .directory(path: folder("hosts.d")))
    }

    /// Fixed for ever: another process, or another version, must find the file again.
    @Test func aHostnamesFileIsAlwaysTheSame() async throws {
        try await sink.apply(
            SinkUpdate(table: try Sample.table(["web": "10.0.0.1"]), changes: nil))
        #expect(try folder.names(in: "hosts.d") == [Self.fileOfWeb])
        var applier = Applier(sink)
        try await applier.apply(try Sample.table(["web": "10.0.0.2", "web": "fd00::1"]))
        #expect(try folder.names(in: "hosts.d") == [Self.fileOfWeb])
        let bytes = try folder.read("hosts.d/\(Self.fileOfWeb)")
        #expect(HostsFile(parsing: bytes, domain: .docker).entries.count == 2)
        try await applier.apply(Table())
        #expect(try folder.names(in: "hosts.d") == [])
    }

    private static let fileOfWeb = "my-docker-network-8192-093a"

    @Test func anEarlierMappingsFilesAreReadAndCleaned() async throws {
        try DirectoryListing.create(folder("hosts.d"))
        let line = "10.0.0.1 web.docker #my-docker-network was here\n"
        let foreign = "10.9.9.9 somebody.else\n"
        try folder.write(line.utf8, to: "hosts.d/my-docker-network-16-3")
        try folder.write((foreign + line).utf8, to: "hosts.d/my-docker-network-1024-3ff")
        let others = [
            "my-docker-network", "my-docker-network-16-10", "my-docker-network-16-A",
            "my-docker-network-016-3", "my-docker-network-16-3.bak", "hosts",
        ]
        for name in others { try folder.write(line.utf8, to: "hosts.d/\(name)") }
        let table = try Sample.table(["web": "10.0.0.1"])
        #expect(Table(try await sink.contents()) == table)

        try await sink.apply(SinkUpdate(table: table, changes: nil))
        let expected = others + [Self.fileOfWeb, "my-docker-network-1024-3ff"]
        #expect(try folder.names(in: "hosts.d") == expected.sorted())
        #expect(try folder.read("hosts.d/my-docker-network-1024-3ff") == Array(foreign.utf8))
        #expect(try folder.read("hosts.d/hosts") == Array(line.utf8))
    }

    @Test func whatAKilledPredecessorLeftGoes() async throws {
        try DirectoryListing.create(folder("hosts.d"))
        try folder.write([1], to: "hosts.d/.my-docker-network-99999999-abc-1")
        try await sink.apply(SinkUpdate(table: Table(), changes: nil))
        #expect(try folder.names(in: "hosts.d") == [])
    }

    @Test func aDeletedFileIsMadeAgainFromTheWholeTable() async throws {
        let table = try Sample.table(["web": "10.0.0.1"])
        try await sink.apply(SinkUpdate(table: table, changes: nil))
        try FileManager.default.removeItem(atPath: folder("hosts.d/\(Self.fileOfWeb)"))
        try await sink.apply(SinkUpdate(table: table, changes: nil))
        #expect(try folder.names(in: "hosts.d") == [Self.fileOfWeb])
    }

    @Test func manyNamesSpreadOverTheFiles() async throws {
        let entries = try (0..<4096).map {
            try Sample.entry("host-\($0)", "10.0.\($0 / 250).\($0 % 250 + 1)")
        }
        try await sink.apply(SinkUpdate(table: Table(entries), changes: nil))
        let names = try folder.names(in: "hosts.d")
        // An even hash fills 39 % of twice as many files as there are names.
        #expect((3100...3340).contains(names.count), "\(names.count)")
        let sizes = try names.map { name in
            HostsFile(parsing: try folder.read("hosts.d/\(name)"), domain: .docker).entries.count
        }
        #expect(try #require(sizes.max()) <= 8)
    }

    /// The service hands over a flood of changes slice by slice, the table being ahead of them.
    @Test(arguments: [1, 2, 3])
    func slicesEndAtTheTable(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        try await sink.apply(SinkUpdate(table: Table(), changes: nil))
        var entries: [String: Entry] = [:]
        for _ in 0..<15 {
            let before = entries
            for number in 0..<40 where Bool.random(using: &generator) {
                // Few addresses: they are re-used and swapped.
                let address = "10.0.0.\(Int.random(in: 1...20, using: &generator))"
                entries["host-\(number)"] =
                    Bool.random(using: &generator)
                    ? try Sample.entry("host-\(number)", address) : nil
            }
            let table = Table(entries.values)
            var slice = TableChanges()
            for name in Set(before.keys).union(entries.keys).sorted() {
                let (old, new) = (before[name], entries[name])
                guard old != new else { continue }
                if let old { slice.record(old.registration, before: old, after: nil) }
                if let new { slice.record(new.registration, before: nil, after: new) }
                guard slice.count >= 5 else { continue }
                try await sink.apply(SinkUpdate(table: table, changes: slice))
                slice = TableChanges()
            }
            try await sink.apply(SinkUpdate(table: table, changes: slice))
            #expect(Table(try await sink.contents()) == table)
        }
    }

    /// What the sink wants at once follows what it takes, within bounds.
    @Test func wantsAsMuchAsItCanTake() async throws {
        #expect(sink.changeLimit == 400)
        var applier = Applier(sink)
        try await applier.apply(Table())
        let entries = try (0..<400).map {
            try Sample.entry("host-\($0)", "10.0.\($0 / 250).\($0 % 250 + 1)")
        }
        try await applier.apply(Table(entries))
        #expect((32...1024).contains(try #require(sink.changeLimit)))
        let file = try DnsmasqSink(mode: .file(path: folder("hosts"), pidFile: folder("pid")))
        #expect(file.changeLimit == nil)
    }
}
