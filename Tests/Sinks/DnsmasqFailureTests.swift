import DockerNetwork
import DockerNetworkDnsmasq
import Foundation
import Synchronization
import TestSupport
import Testing

/// A dnsmasq that is not there, or reads another place; a pid file that names somebody else.
struct DnsmasqFailureTests {
    /// Collects what a sink says.
    private final class Notices: Sendable {
        private let lines = Mutex<[String]>([])

        func append(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    private static func bystander() throws -> ChildProcess {
        try ChildProcess(try #require(Command.path(of: "sleep")), ["3600"])
    }

    @Test(arguments: ["", "x", "0", "1", "-1", "+5", "1 2", "99999999999", "12\u{0}"])
    func aPidFileThatIsNoneTellsNobody(content: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write(content.utf8, to: "pid")
        let notices = Notices()
        let sink = try DnsmasqSink(
            mode: .file(path: folder("hosts"), pidFile: folder("pid")), notice: notices.append)
        let table = try Sample.table(["web": "10.0.0.1"])
        try await sink.apply(SinkUpdate(table: table, changes: nil))
        #expect(Table(try await sink.contents()) == table)
        // Said once, however often it is tried.
        try await sink.apply(SinkUpdate(table: Table(), changes: nil))
        #expect(notices.all.count == 1)
        #expect(notices.all.first?.contains(folder("pid")) == true)
    }

    @Test func nobodyElseIsSignalled() async throws {
        let folder = try TemporaryFolder()
        let bystander = try Self.bystander()
        try folder.write("\(bystander.id)\n".utf8, to: "pid")
        let notices = Notices()
        let sink = try DnsmasqSink(
            mode: .file(path: folder("hosts"), pidFile: folder("pid")), notice: notices.append)
        try await sink.apply(
            SinkUpdate(table: try Sample.table(["web": "10.0.0.1"]), changes: nil))
        #expect(notices.all.first?.contains("is no dnsmasq") == true)
        // SIGHUP would have ended it; a signal of ours that is sent later is handled later.
        #expect(kill(bystander.id, SIGCONT) == 0)
        #expect(bystander.isRunning)
    }

    @Test(.enabled(if: Dnsmasq.isInstalled, "dnsmasq is not installed"))
    func aSignalThatWasOwedIsSentLater() async throws {
        let dnsmasq = try await Dnsmasq(.file)
        let folder = dnsmasq.folder
        let pid = try folder.read("pid")
        try FileManager.default.removeItem(atPath: folder("pid"))
        let notices = Notices()
        let sink = try DnsmasqSink(mode: dnsmasq.mode, notice: notices.append)
        let table = try Sample.table(["web": "10.0.0.1"])
        try await sink.apply(SinkUpdate(table: table, changes: nil))
        #expect(notices.all.count == 1)
        #expect(try dnsmasq.addresses("web.docker") == [])
        try folder.write(pid, to: "pid")
        try await sink.apply(SinkUpdate(table: table, changes: TableChanges()))
        try await eventually("dnsmasq has it", within: .seconds(40)) {
            try dnsmasq.addresses("web.docker") == ["10.0.0.1"]
        }
        #expect(notices.all.count == 1)
    }

    @Test func aServerThatIsNotThereIsAnErrorUntilItIs() async throws {
        let folder = try TemporaryFolder()
        let server = try #require(DnsmasqServer("127.0.0.1:\(try FreePort.next())"))
        let sink = try DnsmasqSink(mode: .directory(path: folder("hosts.d")), server: server)
        let table = try Sample.table(["web": "10.0.0.1"])
        // The second time nothing is left to be written, and it is asked all the same.
        for _ in 0..<2 {
            let error = await #expect(throws: SinkError.self) {
                try await sink.apply(SinkUpdate(table: table, changes: nil))
            }
            #expect(error?.message.contains("\(server)") == true)
            #expect(error?.message.contains("web.docker") == true)
        }
        #expect(Table(try await sink.contents()) == table)
        // What is gone again need not be asked for.
        try await sink.apply(SinkUpdate(table: Table(), changes: TableChanges()))
    }

    @Test(.enabled(if: Dnsmasq.isInstalled, "dnsmasq is not installed"))
    func aServerThatReadsAnotherPlaceIsAnError() async throws {
        let dnsmasq = try await Dnsmasq(.directory)
        let sink = try DnsmasqSink(
            mode: .directory(path: dnsmasq.folder("elsewhere")), server: dnsmasq.server)
        let error = await #expect(throws: SinkError.self) {
            try await sink.apply(
                SinkUpdate(table: try Sample.table(["web": "10.0.0.1"]), changes: nil))
        }
        #expect(error?.message.contains("does not answer 10.0.0.1 for web.docker") == true)
    }

    @Test(arguments: [
        ("127.0.0.1:53", "127.0.0.1:53"), ("10.0.0.1", "10.0.0.1:53"), ("::1", "[::1]:53"),
        ("[fd00::1]:5353", "[fd00::1]:5353"), ("127.0.0.1:65535", "127.0.0.1:65535"),
    ])
    func readsWhereAServerIs(text: String, printed: String) {
        #expect(DnsmasqServer(text)?.description == printed)
    }

    @Test(arguments: [
        "", ":", ":53", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:+5",
        "localhost:53", "[127.0.0.1]:53", "[::1]", "[::1:53", "127.0.0.1:53:53",
    ])
    func refusesWhatIsNoServer(text: String) {
        #expect(DnsmasqServer(text) == nil)
    }
}
