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

    /// The same name and address in two files: whoever deletes one takes the name from both.
    @Test func aNamesLinesAreNeverInTwoFiles() async throws {
        let dnsmasq = try await Dnsmasq(.directory)
        var applier = Applier(try dnsmasq.makeSink())
        // As it was for an older dnsmasq.
        let line = "10.0.0.1 web.docker #my-docker-network was here\n"
        try dnsmasq.folder.write(line.utf8, to: "hosts.d/my-docker-network-all")
        try await Dnsmasq.waitFor { try dnsmasq.addresses("web.docker") == ["10.0.0.1"] }
        try await applier.apply(try Sample.table(["web": "10.0.0.1", "db": "10.0.0.2"]))
        #expect(try dnsmasq.folder.names(in: "hosts.d") == ["my-docker-network-0000"])
        #expect(try dnsmasq.addresses("web.docker") == ["10.0.0.1"])
        #expect(try dnsmasq.pointers("10.0.0.1") == ["web.docker."])
        try await applier.apply(try Sample.table(["db": "10.0.0.2"]))
        #expect(try dnsmasq.addresses("web.docker") == [])
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
        // Events of one file in a row are joined, hence two in turn.
        let limit = try #require(
            Int(
                try String(
                    contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8
                ).trimmingCharacters(in: .whitespacesAndNewlines)))
        for number in 0..<(limit + 100) {
            let file = open("\(directory)/filler-\(number % 2)", O_WRONLY | O_CREAT, 0o644)
            try #require(file >= 0)
            close(file)
        }
        let entries = try (1...50).map { try Sample.entry("host-\($0)", "10.0.0.\($0)") }
        let update = SinkUpdate(table: Table(entries), changes: nil)
        await #expect(throws: SinkError.self) { try await sink.apply(update) }
        try #require(kill(dnsmasq.process.id, SIGCONT) == 0)
        try await Dnsmasq.waitFor {
            try dnsmasq.ask("nobody.docker", "A").contains("status: NXDOMAIN")
        }
        // What was written is there, and dnsmasq knows nothing of it; nobody may be told yet.
        let error = await #expect(throws: SinkError.self) { try await sink.apply(update) }
        #expect(error?.message.contains("which was written") == true)
        try dnsmasq.folder.write(try dnsmasq.folder.read("pid"), to: "late-pid")
        try await sink.apply(update)
        let names = entries.map { $0.registration.hostname.qualified(in: .docker) }
        #expect(try dnsmasq.addresses(of: names).count == 50)
        #expect(try dnsmasq.pointers(of: (1...50).map { "10.0.0.\($0)" }).count == 50)
    }

    @Test func aScrubSignalsNobodyElse() async throws {
        let folder = try TemporaryFolder()
        let bystander = try ChildProcess(try #require(Command.path(of: "sleep")), ["60"])
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
