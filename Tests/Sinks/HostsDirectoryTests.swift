import DockerNetwork
import DockerNetworkDnsmasq
import DockerNetworkHostsFile
import DockerNetworkSystemHosts
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

    @Test func aHostnameStaysInItsFile() async throws {
        try await sink.apply(
            SinkUpdate(table: try Sample.table(["web": "10.0.0.1"]), changes: nil))
        #expect(try names() == [Self.fileOfWeb])
        var applier = Applier(sink)
        try await applier.apply(try Sample.table(["web": "10.0.0.2", "web": "fd00::1"]))
        #expect(try names() == [Self.fileOfWeb])
        let bytes = try folder.read("hosts.d/\(Self.fileOfWeb)")
        #expect(HostsFile(parsing: bytes, domain: .docker).entries.count == 2)
        try await applier.apply(Table())
        #expect(try folder.names(in: "hosts.d") == [])
    }

    private static let fileOfWeb = "my-docker-network-0000"

    /// As an old dnsmasq needed it.
    @Test func theUndividedFileIsReadAndCleaned() async throws {
        try DirectoryListing.create(folder("hosts.d"))
        let line = "10.0.0.1 web.docker #my-docker-network was here\n"
        let foreign = "10.9.9.9 somebody.else\n"
        try folder.write((foreign + line).utf8, to: "hosts.d/my-docker-network-all")
        let others = [
            "my-docker-network", "my-docker-network-000", "my-docker-network-000A",
            "my-docker-network-2000", "my-docker-network-00000", "my-docker-network-0003.bak",
            "hosts",
        ]
        for name in others { try folder.write(line.utf8, to: "hosts.d/\(name)") }
        let table = try Sample.table(["web": "10.0.0.1"])
        #expect(Table(try await sink.contents()) == table)

        try await sink.apply(SinkUpdate(table: table, changes: nil))
        let expected = others + [Self.fileOfWeb, "my-docker-network-all"]
        #expect(try names() == expected.sorted())
        #expect(try folder.read("hosts.d/my-docker-network-all") == Array(foreign.utf8))
        #expect(try folder.read("hosts.d/hosts") == Array(line.utf8))
    }

    /// Where a hostname is found is where it stays, however the files were filled.
    @Test func aSuccessorWritesNothing() async throws {
        var applier = Applier(sink)
        var entries = try (0..<50).map { try Sample.entry("host-\($0)", "10.0.0.\($0 + 1)") }
        try await applier.apply(Table(entries))
        entries.removeAll { $0.registration.hostname.name.hasSuffix("3") }
        entries += try (50..<60).map { try Sample.entry("host-\($0)", "10.0.0.\($0 + 1)") }
        try await applier.apply(Table(entries))
        let before = try inodes()
        let successor = try DnsmasqSink(mode: .directory(path: folder("hosts.d")))
        try await successor.apply(SinkUpdate(table: Table(entries), changes: nil))
        #expect(try inodes() == before)
        #expect(Table(try await successor.contents()) == Table(entries))
    }

    /// The names in the directory, those of temporary files left out as dnsmasq does.
    private func names() throws -> [String] {
        try folder.names(in: "hosts.d").filter { !$0.hasPrefix(".") }
    }

    private func inodes() throws -> [String: UInt64] {
        var inodes: [String: UInt64] = [:]
        for name in try names() {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: folder("hosts.d/\(name)"))
            inodes[name] = (attributes[.systemFileNumber] as? NSNumber)?.uint64Value
        }
        return inodes
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

    /// What somebody else did to a file of ours is noticed at its next change; then everything is
    /// written anew, as after any failure.
    @Test(arguments: ["gone", "emptied", "edited"])
    func whatOthersTookIsBackWithTheNextChange(_ deed: String) async throws {
        var entries = try (0..<12).map { try Sample.entry("host-\($0)", "10.0.0.\($0 + 1)") }
        var applier = Applier(sink)
        try await applier.apply(Table(entries))
        let files = try names()
        try #require(files.count == 3)
        let file = "hosts.d/\(files[1])"
        switch deed {
        case "gone": try FileManager.default.removeItem(atPath: folder(file))
        case "emptied": try folder.write("# mine now\n".utf8, to: file)
        default:
            let text = String(decoding: try folder.read(file), as: UTF8.self)
            try folder.write(text.replacing("10.0.0.", with: "10.0.9.").utf8, to: file)
        }
        // Each file loses a name.
        entries = entries.enumerated().filter { $0.offset % 4 != 0 }.map(\.element)
        var failure: SinkError?
        do {
            try await applier.apply(Table(entries))
        } catch {
            failure = error as? SinkError
        }
        #expect(try #require(failure).message.contains(files[1]))
        try await sink.apply(SinkUpdate(table: Table(entries), changes: nil))
        #expect(Table(try await sink.contents()) == Table(entries))
        #expect(try folder.read(file).starts(with: "# mine now\n".utf8) == (deed == "emptied"))
    }

    /// A line that does not read back must not be there, nor come again each time.
    ///
    /// Names are checked in the transports' domain, and a sink may have another.
    @Test func whatWouldNotReadBackIsLeftOut() async throws {
        let domain = try Domain("containers.example.internal")
        let label = String(repeating: "a", count: 59)
        let long = Array(repeating: label, count: 4).joined(separator: ".")
        let file = folder("hosts")
        let sinks: [any HostsSink] = [
            try DnsmasqSink(mode: .directory(path: folder("others.d")), domain: domain),
            try DnsmasqSink(
                mode: .file(path: folder("file"), pidFile: folder("none")), domain: domain),
            try SystemHostsSink(path: file, domain: domain),
        ]
        let web = try Sample.entry("web", "10.0.0.1")
        let left = [
            try Sample.entry(long, "10.0.0.2"),
            try Sample.entry("web.\(domain.name)", "10.0.0.3"),
            try Sample.entry("10.0.0.4.\(domain.name)", "10.0.0.5"),
        ]
        for sink in sinks {
            var applier = Applier(sink)
            try await applier.apply(Table([web] + left))
            let other = try Sample.entry("other", "10.0.0.6")
            try await applier.apply(Table([web, other] + left))
            #expect(Table(try await sink.contents()) == Table([web, other]))
        }
        let lines = String(decoding: try folder.read("hosts"), as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 2)
    }

    @Test func filesAreSmallAndFew() async throws {
        let entries = try (0..<4096).map {
            try Sample.entry("host-\($0)", "10.0.\($0 / 250).\($0 % 250 + 1)")
        }
        var applier = Applier(sink)
        try await applier.apply(Table(entries[..<10]))
        #expect(try names().count == 3)
        try await applier.apply(Table(entries))
        #expect(try names().count == 1024)
        let sizes = try names().map { name in
            HostsFile(parsing: try folder.read("hosts.d/\(name)"), domain: .docker).entries.count
        }
        #expect(sizes.allSatisfy { $0 == 4 })
        // Room is used again: no file is begun for those that come in the place of others.
        try await applier.apply(Table(entries[100...]))
        try await applier.apply(Table(entries))
        #expect(try names().count == 1024)
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
        #expect(sink.changeLimit == 256)
        var applier = Applier(sink)
        try await applier.apply(Table())
        let entries = try (0..<400).map {
            try Sample.entry("host-\($0)", "10.0.\($0 / 250).\($0 % 250 + 1)")
        }
        try await applier.apply(Table(entries))
        #expect((16...1024).contains(try #require(sink.changeLimit)))
        let file = try DnsmasqSink(mode: .file(path: folder("hosts"), pidFile: folder("pid")))
        #expect(file.changeLimit == nil)
    }
}
