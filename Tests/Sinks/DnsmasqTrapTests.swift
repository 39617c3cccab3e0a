import DockerNetwork
import DockerNetworkDnsmasq
import Foundation
import TestSupport
import Testing

/// What dnsmasq is known to lose or to keep, each provoked for real.
@Suite(.enabled(if: Dnsmasq.isInstalled, "dnsmasq is not installed"))
struct DnsmasqTrapTests {
    /// Names that move among few addresses: re-used, swapped, shared, in every order of files.
    @Test(arguments: [1, 2, 3])
    func forwardAndReverseAnswersFollowTheTable(seed: UInt64) async throws {
        let dnsmasq = try await Dnsmasq(.directory)
        var applier = Applier(try dnsmasq.makeSink())
        var generator = SeededGenerator(seed: seed)
        let names = (0..<40).map { "host-\($0)" }
        let addresses = (1...30).map { "10.0.0.\($0)" }
        var files: Set<String> = []
        for _ in 0..<12 {
            var expected: [String: String] = [:]
            for name in names where Bool.random(using: &generator) {
                expected[name] = addresses.randomElement(using: &generator)
            }
            try await applier.apply(Table(try expected.map { try Sample.entry($0.key, $0.value) }))
            let found = try dnsmasq.addresses(of: names.map { "\($0).docker" })
            #expect(
                found == Dictionary(expected.map { ("\($0).docker", $1) }) { first, _ in first })
            let pointers = try dnsmasq.pointers(of: addresses)
            for address in addresses {
                let holders = Set(
                    expected.filter { $0.value == address }.map { "\($0.key).docker" })
                let answered = pointers[address] ?? []
                // dnsmasq gives an address one name, whichever of its names came first.
                #expect(answered.isEmpty == holders.isEmpty, "\(address)")
                #expect(answered.isSubset(of: holders), "\(address)")
            }
            let names = try dnsmasq.folder.names(in: "hosts.d")
            files.formUnion(names.filter { !$0.hasPrefix(".") })
        }
        // dnsmasq never forgets a file's name: however often names change, there are no new ones.
        #expect(files.allSatisfy { $0.hasPrefix("my-docker-network-00") && $0.utf8.count == 22 })
        #expect(files.count <= names.count / 2)
    }

    /// Several addresses to a name and several names to an address, of both families.
    @Test(arguments: Dnsmasq.Layout.allCases, [4, 5])
    func manyToManyAnswersFollowTheTable(layout: Dnsmasq.Layout, seed: UInt64) async throws {
        let dnsmasq = try await Dnsmasq(layout)
        var applier = Applier(try dnsmasq.makeSink())
        var generator = SeededGenerator(seed: seed)
        let addresses = (1...9).map { "10.0.0.\($0)" } + (1...9).map { "fd00::\($0)" }
        let all = try (0..<16).flatMap { number in
            try addresses.map { try Sample.entry("host-\(number)", $0) }
        }
        for _ in 0..<10 {
            let share = Int.random(in: 2...20, using: &generator)
            let table = Table(all.filter { _ in Int.random(in: 0..<share, using: &generator) == 0 })
            try await applier.apply(table)
            try dnsmasq.expectAnswers(table, butNothingOf: all)
        }
    }

    /// The same name and address in two files: whoever deletes one takes the name from both.
    @Test func aNamesLinesAreNeverInTwoFiles() async throws {
        let dnsmasq = try await Dnsmasq(.directory)
        var applier = Applier(try dnsmasq.makeSink())
        // As it was for an older dnsmasq.
        let line = "10.0.0.1 web.docker #my-docker-network was here\n"
        try dnsmasq.folder.write(line.utf8, to: "hosts.d/my-docker-network-all")
        try await eventually("dnsmasq has it", within: .seconds(40)) {
            try dnsmasq.addresses("web.docker") == ["10.0.0.1"]
        }
        try await applier.apply(try Sample.table(["web": "10.0.0.1", "db": "10.0.0.2"]))
        #expect(try dnsmasq.folder.names(in: "hosts.d") == ["my-docker-network-0000"])
        #expect(try dnsmasq.addresses("web.docker") == ["10.0.0.1"])
        #expect(try dnsmasq.pointers("10.0.0.1") == ["web.docker."])
        try await applier.apply(try Sample.table(["db": "10.0.0.2"]))
        try dnsmasq.expectAnswers(
            try Sample.table(["db": "10.0.0.2"]),
            butNothingOf: try Sample.table(["web": "10.0.0.1"]))
    }

    /// So many at once would keep dnsmasq busy for long, file by file: it reads all of them in one
    /// go.
    @Test func manyNewNamesAreReadAtOnce() async throws {
        let dnsmasq = try await Dnsmasq(.directory)
        let sink = try DnsmasqSink(
            mode: .directory(path: dnsmasq.folder("hosts.d"), pidFile: dnsmasq.folder("pid")),
            server: dnsmasq.server)
        var applier = Applier(sink)
        let few = try (1...30).map { try Sample.entry("host-\($0)", "10.9.0.\($0)") }
        try await applier.apply(Table(few))
        // The first ones' addresses go to others, and some names get another address.
        let many = try (1...25_000).map { number in
            try Sample.entry("host-\(number + 10)", "10.9.\(number / 250).\(number % 250 + 1)")
        }
        try await applier.apply(Table(many))
        let sample = stride(from: 0, to: many.count, by: 97).map { many[$0].registration }
        let found = try dnsmasq.addresses(
            of: sample.map { $0.hostname.qualified(in: .docker) })
        let pointers = try dnsmasq.pointers(of: sample.map { "\($0.address)" })
        for registration in sample {
            let name = registration.hostname.qualified(in: .docker)
            #expect(found[name] == "\(registration.address)")
            #expect(pointers["\(registration.address)"] == [name])
        }
        #expect(try dnsmasq.addresses("host-5.docker") == [])
        try await applier.apply(Table(few))
        #expect(try dnsmasq.addresses("host-11.docker") == ["10.9.0.11"])
        #expect(try dnsmasq.addresses("host-20000.docker") == [])
    }

    /// Stopped while the kernel's queue overflows, dnsmasq never hears of what was written then.
    @Test func aScrubHealsWhatAFullQueueLost() async throws {
        let dnsmasq = try await Dnsmasq(.directory)
        let directory = dnsmasq.folder("hosts.d")
        let sink = try DnsmasqSink(
            mode: .directory(path: directory, pidFile: dnsmasq.folder("late-pid")),
            server: dnsmasq.server)
        try #require(kill(dnsmasq.process.id, SIGSTOP) == 0)
        try fillQueue(of: dnsmasq)
        let entries = try (1...50).map { try Sample.entry("host-\($0)", "10.0.0.\($0)") }
        let update = SinkUpdate(table: Table(entries), changes: nil)
        await #expect(throws: SinkError.self) { try await sink.apply(update) }
        try #require(kill(dnsmasq.process.id, SIGCONT) == 0)
        try await eventually("dnsmasq has it", within: .seconds(40)) {
            try dnsmasq.ask("nobody.docker", "A").contains("status: NXDOMAIN")
        }
        // What was written is there, and dnsmasq knows nothing of it; nobody may be told yet.
        let error = await #expect(throws: SinkError.self) { try await sink.apply(update) }
        #expect(error?.message.contains("which was written") == true)
        try dnsmasq.folder.write(try dnsmasq.folder.read("pid"), to: "late-pid")
        try await sink.apply(update)
        try dnsmasq.expectAnswers(Table(entries))
    }

    /// A name that went while the queue overflowed is answered until dnsmasq reads all again.
    @Test func aScrubHealsWhatAFullQueueKept() async throws {
        let dnsmasq = try await Dnsmasq(.directory)
        let sink = try DnsmasqSink(
            mode: .directory(path: dnsmasq.folder("hosts.d"), pidFile: dnsmasq.folder("pid")),
            server: dnsmasq.server)
        let before = try (1...50).map { try Sample.entry("host-\($0)", "10.0.0.\($0)") }
        var applier = Applier(sink)
        try await applier.apply(Table(before))
        try dnsmasq.expectAnswers(Table(before))
        try #require(kill(dnsmasq.process.id, SIGSTOP) == 0)
        try fillQueue(of: dnsmasq)
        // Every address changes hands, and half of the names are gone.
        let after = try (1...25).map { try Sample.entry("host-\($0)", "10.0.0.\(51 - $0)") }
        await #expect(throws: SinkError.self) { try await applier.apply(Table(after)) }
        try #require(kill(dnsmasq.process.id, SIGCONT) == 0)
        try await sink.apply(SinkUpdate(table: Table(after), changes: nil))
        try dnsmasq.expectAnswers(Table(after), butNothingOf: before)
    }

    /// More events than the kernel keeps for a dnsmasq that is stopped.
    private func fillQueue(of dnsmasq: Dnsmasq) throws {
        let text = try String(
            contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8)
        let limit = try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        // Events of one file in a row are joined, hence two in turn.
        for number in 0..<(limit + 100) {
            let path = dnsmasq.folder("hosts.d/filler-\(number % 2)")
            let file = open(path, O_WRONLY | O_CREAT, 0o644)
            try #require(file >= 0)
            close(file)
        }
    }

    /// Each new name of a file in a `hostsdir`, and what dnsmasq keeps of every name, would stay for
    /// ever: however often containers come and go, it does not grow.
    @Test func changesLeaveNothingInDnsmasqsMemory() async throws {
        let dnsmasq = try await Dnsmasq(.directory)
        var applier = Applier(try dnsmasq.makeSink())
        func replaceAll(_ rounds: Range<Int>) async throws {
            for round in rounds {
                try await applier.apply(
                    Table(
                        try (0..<200).map {
                            try Sample.entry("host-\(round)-\($0)", "10.0.\(round % 250).\($0 + 1)")
                        }))
            }
        }
        try await replaceAll(0..<10)
        let before = try memory(of: dnsmasq)
        try await replaceAll(10..<60)
        // 170 bytes for each of 10,000 names would be 1,700 kB.
        #expect(try memory(of: dnsmasq) - before < 600)
    }

    /// What a dnsmasq has in memory, in kB.
    private func memory(of dnsmasq: Dnsmasq) throws -> Int {
        let status = try String(
            contentsOfFile: "/proc/\(dnsmasq.process.id)/status", encoding: .utf8)
        let line = try #require(
            status.split(separator: "\n").first { $0.hasPrefix("VmData:") })
        return try #require(
            line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap {
                Int($0)
            })
    }

    /// dnsmasq answers nobody while it reads: a burst is written so that it is never for long.
    @Test func everyQuestionIsAnsweredWhileABurstIsWritten() async throws {
        let dnsmasq = try await Dnsmasq(.directory)
        var applier = Applier(try dnsmasq.makeSink())
        let web = try Sample.entry("web", "10.9.9.9")
        try await applier.apply(Table([web]))
        let port = dnsmasq.server.port
        let asking = Task.detached {
            var (answered, failed) = (0, 0)
            repeat {
                let answer = try await Command.runBeside(
                    "dig",
                    ["+short", "+time=20", "+tries=1", "@127.0.0.1", "-p", "\(port)", "web.docker"])
                if answer == "10.9.9.9\n" { answered += 1 } else { failed += 1 }
            } while !Task.isCancelled
            return (answered, failed)
        }
        let burst = try (0..<4_000).map {
            try Sample.entry("host-\($0)", "10.1.\($0 / 250).\($0 % 250 + 1)")
        }
        try await applier.apply(Table([web] + burst))
        try dnsmasq.expectAnswers(Table([web] + burst))
        let rest = Table([web] + burst.dropFirst(3_900))
        try await applier.apply(rest)
        asking.cancel()
        let (answered, failed) = try await asking.value
        #expect(answered > 0 && failed == 0, "\(answered) answers, \(failed) failures")
        try dnsmasq.expectAnswers(rest, butNothingOf: burst)
    }

    @Test func aScrubSignalsNobodyElse() async throws {
        let folder = try TemporaryFolder()
        let bystander = try ChildProcess(try #require(Command.path(of: "sleep")), ["3600"])
        try folder.write("\(bystander.id)\n".utf8, to: "pid")
        let server = try #require(DnsmasqServer("127.0.0.1:\(try FreePort.next())"))
        let sink = try DnsmasqSink(
            mode: .directory(path: folder("hosts.d"), pidFile: folder("pid")), server: server)
        let update = SinkUpdate(table: try Sample.table(["web": "10.0.0.1"]), changes: nil)
        for _ in 0..<2 {
            await #expect(throws: SinkError.self) { try await sink.apply(update) }
        }
        // SIGHUP would have ended it; a signal of ours that is sent later is handled later.
        #expect(kill(bystander.id, SIGCONT) == 0)
        #expect(bystander.isRunning)
    }
}
