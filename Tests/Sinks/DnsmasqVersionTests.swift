import DockerNetwork
import DockerNetworkDnsmasq
import Foundation
import Synchronization
import TestSupport
import Testing

/// An old dnsmasq gets one file and a signal; a new one keeps the many files.
struct DnsmasqVersionTests {
    @Test(arguments: [
        ("2.90", "2.90"), ("dnsmasq-2.85", "2.85"), ("2.80-1+deb10u1", "2.80"), ("2.88rc3", "2.88"),
    ])
    func reads(text: String, printed: String) {
        #expect(DnsmasqVersion(text)?.description == printed)
    }

    @Test(arguments: ["", "2", ".", "2.", ".9", "2.x", "-2.9", "a.b", "99999.1", "2.99999"])
    func refuses(text: String) {
        #expect(DnsmasqVersion(text) == nil)
    }

    @Test func olderOnesComeFirst() throws {
        let versions = try ["2.9", "2.80", "2.87", "2.88", "3.1"].map {
            try #require(DnsmasqVersion($0))
        }
        #expect(versions.sorted() == versions)
    }

    @Test(.enabled(if: Dnsmasq.isInstalled, "dnsmasq is not installed"))
    func oneFileAndASignalServeAnOldOne() async throws {
        let dnsmasq = try await Dnsmasq(.directory)
        let mode = DnsmasqSink.Mode.directory(
            path: dnsmasq.folder("hosts.d"), pidFile: dnsmasq.folder("pid"))
        // A newer service wrote many files before.
        var before = Applier(try dnsmasq.makeSink())
        let table = try Sample.table(["web": "10.0.0.1", "db": "10.0.0.2"])
        try await before.apply(table)
        let notices = Mutex<[String]>([])
        let sink = try DnsmasqSink(
            mode: mode, server: dnsmasq.server, version: DnsmasqVersion("2.85")
        ) { line in notices.withLock { $0.append(line) } }
        #expect(Table(try await sink.contents()) == table)
        var applier = Applier(sink)
        try await applier.apply(table)
        #expect(try dnsmasq.folder.names(in: "hosts.d") == ["my-docker-network-all"])
        #expect(notices.withLock { $0 }.count == 1)
        #expect(notices.withLock { $0 }.first?.contains("2.85") == true)
        try await eventually("dnsmasq has it", within: .seconds(40)) {
            try dnsmasq.addresses("web.docker") == ["10.0.0.1"]
        }
        let later = try Sample.table(["db": "10.0.0.3"])
        try await applier.apply(later)
        try dnsmasq.expectAnswers(later, butNothingOf: table)
        #expect(notices.withLock { $0 }.count == 1)
    }

    @Test(arguments: [
        ("echo 'Dnsmasq version 2.85  Copyright (c) 2000-2021 Simon Kelley'", true),
        ("echo 'Dnsmasq version 2.90  Copyright (c) 2000-2024 Simon Kelley'", false),
        // An answer is an answer, whatever comes after it.
        ("echo Dnsmasq version 2.80-1; exec sleep 60", true),
        ("exec sleep 60", false), ("echo version", false), ("exit 1", false),
        ("head -c 1000000 /dev/zero", false), ("[ \"$*\" = --version ] && echo version 2.7", true),
    ])
    func theProgramIsAskedWhereNoServerIs(script: String, isOld: Bool) async throws {
        let folder = try TemporaryFolder()
        try await expectOneFile(isOld, in: folder, program: try standIn(script, in: folder))
    }

    /// A program in dnsmasq's place.
    private func standIn(_ script: String, in folder: TemporaryFolder) throws -> String {
        let text = try folder.write("#!/bin/sh\n\(script)\n".utf8, to: "script")
        try #require(chmod(text, 0o755) == 0)
        // What this process wrote itself, another program that it just starts may have open for a
        // moment, and then it cannot be run (execve(2), ETXTBSY).
        try Command.run("cp", [text, folder("dnsmasq")])
        return folder("dnsmasq")
    }

    @Test func aProgramThatIsNotThereTellsNothing() async throws {
        let folder = try TemporaryFolder()
        try await expectOneFile(false, in: folder, program: folder("dnsmasq"))
    }

    @Test(.enabled(if: Dnsmasq.isInstalled, "dnsmasq is not installed"))
    func theInstalledProgramIsUnderstood() async throws {
        let folder = try TemporaryFolder()
        let program = try #require(Command.path(of: "dnsmasq"))
        let text = try Command.run(program, ["--version"])
        let word = try #require(text.split(separator: " ").dropFirst(2).first)
        let version = try #require(DnsmasqVersion(word))
        let isOld = try version < #require(DnsmasqVersion("2.88"))
        try await expectOneFile(isOld, in: folder, program: program)
    }

    private func expectOneFile(
        _ isOne: Bool, in folder: TemporaryFolder, program: String
    ) async throws {
        let sink = try DnsmasqSink(
            mode: .directory(path: folder("hosts.d"), pidFile: folder("pid")), program: program)
        let table = try Sample.table(["web": "10.0.0.1"])
        try await sink.apply(SinkUpdate(table: table, changes: nil))
        let names = try folder.names(in: "hosts.d")
        #expect((names == ["my-docker-network-all"]) == isOne)
        #expect(Table(try await sink.contents()) == table)
    }

    @Test func aServerThatTellsIsBelievedBeforeTheProgram() async throws {
        let folder = try TemporaryFolder()
        let program = try standIn("echo Dnsmasq version 2.80", in: folder)
        for (said, isOld) in [("dnsmasq-2.90", false), ("BIND 9", true)] {
            let standIn = try VersionServer(saying: said)
            let sink = try DnsmasqSink(
                mode: .directory(path: folder(said), pidFile: folder("pid")),
                server: DnsmasqServer("127.0.0.1:\(standIn.port)"), program: program)
            let update = SinkUpdate(table: try Sample.table(["web": "10.0.0.1"]), changes: nil)
            await #expect(throws: SinkError.self) { try await sink.apply(update) }
            #expect((try folder.names(in: said) == ["my-docker-network-all"]) == isOld)
        }
    }

    @Test(arguments: [("dnsmasq-2.80", true), ("dnsmasq-2.90", false), ("BIND 9", false)])
    func theServerIsAsked(version: String, isOld: Bool) async throws {
        let folder = try TemporaryFolder()
        let standIn = try VersionServer(saying: version)
        let sink = try DnsmasqSink(
            mode: .directory(path: folder("hosts.d"), pidFile: folder("pid")),
            server: DnsmasqServer("127.0.0.1:\(standIn.port)"))
        let table = try Sample.table(["web": "10.0.0.1"])
        // It answers nothing but its version.
        await #expect(throws: SinkError.self) {
            try await sink.apply(SinkUpdate(table: table, changes: nil))
        }
        #expect(Table(try await sink.contents()) == table)
        let names = try folder.names(in: "hosts.d")
        #expect((names == ["my-docker-network-all"]) == isOld)
    }
}
