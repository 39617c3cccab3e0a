import DockerNetwork
import Foundation
import TestSupport
import Testing

@testable import DockerNetworkNameServer

/// The file in which the name server keeps what it holds.
@Suite struct NameJournalTests {
    @Test func aChangeAppendsItsLinesAlone() async throws {
        var place = try Place()
        try await place.apply(try Sample.table(1_000))
        let before = try place.bytes()
        var changed = Array(try Sample.table(1_000))
        changed.removeAll { $0.registration.hostname.name == "host-7" }
        try await place.apply(Table(changed))
        let after = try place.bytes()
        #expect(after.starts(with: before))
        #expect(after.count - before.count < 100)
        #expect(try await place.reread() == Table(changed))
    }

    @Test func historyIsWrittenAnewBeforeItIsTheMost() async throws {
        var place = try Place()
        let (one, other) = (try Sample.table(300), try Sample.table(200))
        var largest = 0
        for round in 0..<200 {
            try await place.apply(round % 2 == 0 ? one : other)
            largest = max(largest, try place.bytes().count)
        }
        let alone = try await Place.size(of: one)
        #expect(largest < alone * 2 + NameJournal.smallHistory * 100)
        #expect(largest > alone)
        #expect(try await place.reread() == other)
        #expect(try place.folder.names(in: "names.d") == ["names"])
    }

    @Test(arguments: [0, 1, 9, 60])
    func whatWasNotWrittenWholeDoesNotCount(cut: Int) async throws {
        var place = try Place()
        let table = try Sample.table(20)
        try await place.apply(table)
        let whole = try place.bytes()
        try place.folder.write(whole.dropLast(cut), to: "names.d/names")
        let held = try await place.reread()
        #expect(held.count == (cut == 0 ? 20 : 19))
        #expect(held.allSatisfy { table[$0.registration] == $0 })
        // Whoever writes next mends it.
        let next = try Sample.table(21)
        try await place.sink().apply(SinkUpdate(table: next, changes: nil))
        #expect(try await place.reread() == next)
    }

    @Test func everyFlippedBitIsNoticed() async throws {
        var place = try Place()
        let entry = try Sample.entry("web", "10.0.0.1", holder: Sample.holder(1), lease: 30)
        try await place.apply(Table([entry]))
        let whole = try place.bytes()
        for bit in stride(from: 0, to: whole.count * 8, by: 3) {
            var damaged = whole
            damaged[bit / 8] ^= 1 << (bit % 8)
            try place.folder.write(damaged, to: "names.d/names")
            let held = try await place.sink().contents()
            #expect(held.isEmpty || held == [entry], "bit \(bit)")
        }
    }

    @Test func anotherWriterIsNoticed() async throws {
        var place = try Place()
        let table = try Sample.table(10)
        try await place.apply(table)
        // As `clean` does while the service runs: the next change brings everything back.
        try await place.sink().apply(SinkUpdate(table: Table(), changes: nil))
        #expect(try await place.reread().isEmpty)
        let next = try Sample.table(11)
        try await place.apply(next)
        #expect(try await place.reread() == next)
    }

    @Test func cleanLeavesNoName() async throws {
        var place = try Place()
        try await place.apply(try Sample.table(10))
        try await place.sink().apply(SinkUpdate(table: Table(), changes: nil))
        #expect(try place.bytes().isEmpty)
    }

    @Test func otherDomainsAndForeignFilesAreNotItsOwn() async throws {
        var place = try Place()
        try await place.apply(try Sample.table(3))
        let other = try NameServerSink(
            path: place.folder("names.d"),
            settings: NameServerSettings(domain: try Domain("example")), listen: [])
        #expect(try await other.contents().isEmpty)
        for obstacle in ["directory", "link"] {
            let folder = try TemporaryFolder()
            #expect(mkdir(folder("names.d"), 0o755) == 0)
            if obstacle == "directory" {
                #expect(mkdir(folder("names.d/names"), 0o755) == 0)
            } else {
                try folder.write("secret\n".utf8, to: "secret")
                #expect(symlink(folder("secret"), folder("names.d/names")) == 0)
            }
            let sink = try NameServerSink(path: folder("names.d"), listen: [])
            let error = await #expect(throws: SinkError.self) { try await sink.contents() }
            #expect(error?.message.contains("names.d/names") == true)
        }
    }

    @Test func anyFileIsReadWithoutHarm() async throws {
        var place = try Place()
        try await place.apply(try Sample.table(3))
        let text = String(decoding: try place.bytes(), as: UTF8.self)
        let run = FuzzRun("name-journal", seed: 0x17, inputs: 150)
        var generator = SeededGenerator(seed: run.seed)
        let bytes = FuzzBytes(
            samples: [text, text + text, String(repeating: "x", count: 3_000)],
            tokens: ["\n", "+", "-", " ", "\0", "00000000 ", "10.0.0.1 ", ".docker", "\u{E9}"])
        let table = try Sample.table(4)
        while await run.goesOn() {
            let input = bytes.next(using: &generator)
            run.note(input)
            try place.folder.write(input, to: "names.d/names")
            _ = try await place.sink().contents()
            try await place.sink().apply(SinkUpdate(table: table, changes: nil))
            #expect(try await place.reread() == table)
        }
        run.finish()
    }

    /// A directory of its own, and a sink that goes on with it.
    private struct Place {
        let folder: TemporaryFolder
        private var applier: Applier

        init() throws {
            folder = try TemporaryFolder()
            applier = Applier(try NameServerSink(path: folder("names.d"), listen: []))
        }

        mutating func apply(_ table: Table) async throws {
            try await applier.apply(table)
        }

        func bytes() throws -> [UInt8] { try folder.read("names.d/names") }

        func sink() throws -> NameServerSink {
            try NameServerSink(path: folder("names.d"), listen: [])
        }

        func reread() async throws -> Table { Table(try await sink().contents()) }

        static func size(of table: Table) async throws -> Int {
            var place = try Place()
            try await place.apply(table)
            return try place.bytes().count
        }
    }
}
