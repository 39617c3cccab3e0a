import DockerNetwork
import DockerNetworkDnsmasq
import Foundation
import TestSupport
import Testing

/// A dnsmasq that is slow is not wrong.
@Suite(.enabled(if: Dnsmasq.isInstalled, "dnsmasq is not installed"))
struct DnsmasqSlownessTests {
    private static func names(_ count: Int) throws -> [Entry] {
        try (0..<count).map {
            try Sample.entry("host-\($0)", "10.2.\($0 / 250).\($0 % 250 + 1)")
        }
    }

    @Test(arguments: Dnsmasq.Layout.allCases)
    func aBurstIsWrittenToOneThatIsTenTimesSlower(layout: Dnsmasq.Layout) async throws {
        let dnsmasq = try await Dnsmasq(layout)
        var applier = Applier(try dnsmasq.makeSink())
        let names = try Self.names(400)
        try await applier.apply(Table(names.prefix(1)))
        let slow = SlowProcess(dnsmasq.process.id)
        defer { slow.end() }
        // Slow throws nothing, and what the sink returns for resolves.
        try await applier.apply(Table(names))
        try await applier.apply(Table(names.dropFirst(300)))
        slow.end()
        try dnsmasq.expectAnswers(Table(names.dropFirst(300)), butNothingOf: names)
    }

    /// It answers at once, and never with what was written: that is reported, and not written again.
    @Test func whatIsWrittenIsNotWrittenAgainForAServerThatIsWrong() async throws {
        let dnsmasq = try await Dnsmasq(.directory)
        let place = dnsmasq.folder("elsewhere")
        let sink = try DnsmasqSink(
            mode: .directory(path: place), server: dnsmasq.server)
        let table = Table(try Self.names(200))
        var files: [String: UInt64] = [:]
        for round in 0..<2 {
            let error = await #expect(throws: SinkError.self) {
                try await sink.apply(SinkUpdate(table: table, changes: nil))
            }
            #expect(error?.message.contains("which was written") == true)
            #expect(error?.registration != nil)
            // All of it is there the first time, however many groups that took.
            #expect(Table(try await sink.contents()) == table)
            let now = try Self.inodes(in: place)
            if round == 1 { #expect(now == files) }
            files = now
        }
    }

    /// The numbers of the files of a folder.
    private static func inodes(in folder: String) throws -> [String: UInt64] {
        var numbers: [String: UInt64] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder)
        where !name.hasPrefix(".") {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
            numbers[name] = (attributes[.systemFileNumber] as? NSNumber)?.uint64Value
        }
        return numbers
    }

    @Test(arguments: Dnsmasq.Layout.allCases)
    func saysWhatTheServerAnswers(layout: Dnsmasq.Layout) async throws {
        let dnsmasq = try await Dnsmasq(layout)
        let sink = try dnsmasq.makeSink()
        let entries = try (1...100).map { try Sample.entry("host-\($0)", "10.0.0.\($0)") }
        let other = try Sample.entry("other", "10.0.0.200").registration
        try await sink.apply(SinkUpdate(table: Table(entries), changes: nil))
        let questions = (entries.map(\.registration) + [other]).map {
            StandingQuestion($0, addresses: [$0.address])
        }
        let standings = await sink.standing(of: questions)
        for entry in entries { #expect(standings[entry.registration] == .resolves) }
        guard case .unanswered(let reason) = standings[other] else {
            Issue.record("\(String(describing: standings[other]))")
            return
        }
        #expect(reason.contains("other.docker") && reason.contains("10.0.0.200"))
        #expect(reason.contains("\(dnsmasq.server)"))
        let moved = StandingQuestion(
            try Sample.entry("host-1", "10.0.0.99").registration, addresses: [])
        guard case .unanswered(let answered) = await sink.standing(of: [moved]).values.first else {
            Issue.record("it answers with an address that the name does not have")
            return
        }
        #expect(answered.contains("10.0.0.1 "))
    }

    @Test func nobodyIsAskedWithoutAServer() async throws {
        let folder = try TemporaryFolder()
        let sink = try DnsmasqSink(mode: .directory(path: folder("hosts.d")), names: [])
        let web = try Sample.entry("web", "10.0.0.1").registration
        #expect(await sink.standing(of: [StandingQuestion(web, addresses: [])]) == [:])
        #expect(!sink.takes(web.hostname))
    }

    /// Another source of dnsmasq's has the name, with another address.
    @Test(arguments: Dnsmasq.Layout.allCases)
    func aNameThatIsAnsweredOtherwiseHoldsUpNoOther(layout: Dnsmasq.Layout) async throws {
        let dnsmasq = try await Dnsmasq(layout, more: "interface-name=web.docker,lo")
        var applier = Applier(try dnsmasq.makeSink())
        let db = try Sample.entry("db", "10.0.0.2")
        let web = try Sample.entry("web", "10.0.0.1")
        try await applier.apply(Table([db]))
        // Reported first, since it may have been lost, and then no longer waited for.
        let error = await #expect(throws: SinkError.self) {
            try await applier.apply(Table([db, web]))
        }
        #expect(error?.message.contains("127.0.0.1") == true)
        #expect(error?.registration == web.registration)
        try await applier.sink.apply(SinkUpdate(table: Table([db, web]), changes: nil))
        let standings = await applier.sink.standing(
            of: [db, web].map {
                StandingQuestion($0.registration, addresses: [$0.registration.address])
            })
        #expect(standings[db.registration] == .resolves)
        guard case .unanswered(let reason) = standings[web.registration] else {
            Issue.record("web.docker is said to resolve")
            return
        }
        #expect(reason.contains("answers 127.0.0.1 for web.docker"))
        // Not waited for when it moves, either.
        let all = Table([
            db, try Sample.entry("web", "10.0.0.3"), try Sample.entry("new", "10.0.0.4"),
        ])
        try await applier.sink.apply(SinkUpdate(table: all, changes: nil))
        #expect(try dnsmasq.addresses("new.docker") == ["10.0.0.4"])
    }
}
