import DockerNetwork
import DockerNetworkSystem
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import DockerNetworkNameServer

/// Where the name server listens, and which servers it asks.
@Suite struct ListeningTests {
    @Test(
        arguments: [
            ("127.0.0.1", "127.0.0.1:53"), ("127.0.0.1:5354", "127.0.0.1:5354"),
            ("::1", "[::1]:53"), ("[::1]:5354", "[::1]:5354"), ("0.0.0.0", "0.0.0.0:53"),
            ("docker0", "docker0:53"), ("br-1.2:5354", "br-1.2:5354"),
        ])
    func placesAreRead(text: String, description: String) {
        #expect(ListenPlace(text)?.description == description)
    }

    @Test(
        arguments: [
            "", ":", ":53", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:+1",
            "127.0.0.300", "1.2.3", "[::1]", "[::1]53", "::1:53:", "docker0:", "docker0:x",
            "docker0:1:2", "sixteen-letters-", "a b", "a/b", "é", "53",
        ])
    func otherTextsAreNone(text: String) {
        #expect(ListenPlace(text) == nil)
    }

    @Test func theMachinesResolverIsWhoeverIsNotThisServer() throws {
        let folder = try TemporaryFolder()
        var resolver = MachineResolver()
        resolver.files = ["first", "second", "third"].map { folder($0) }
        #expect(resolver.directories == [folder.path])
        let own = ServerAddress("10.0.0.1")
        let servers = { resolver.servers { $0 == own }.map(\.description) }
        #expect(servers().isEmpty)
        try folder.write("# comment\nnameserver 127.0.0.53\noptions edns0\n".utf8, to: "first")
        try folder.write("search lan\nnameserver 10.0.0.1\n".utf8, to: "second")
        #expect(servers().isEmpty)
        try folder.write(
            "\0nameserver 9.9.9.9\n nameserver\t9.9.9.8\nnameserver x\nnameserver\n".utf8,
            to: "third")
        #expect(servers() == ["9.9.9.8:53"])
        try folder.write(
            (1...20).map { "nameserver fd00::\($0)\r\n" }.joined().utf8.filter { $0 != 13 },
            to: "second")
        #expect(servers().count == 8)
        try folder.write([UInt8](repeating: 0x61, count: 100_000), to: "second")
        #expect(servers() == ["9.9.9.8:53"])
    }

    @Test func whoHasAnAddressIsNamedAndFollowed() async throws {
        let folder = try TemporaryFolder()
        let holder = try ServerSocket(.udp, at: try Self.loopback(port: 0))
        let port = holder.name.port
        let events = Events()
        let sink = try Self.sink(folder, [port], events)
        try await sink.apply(SinkUpdate(table: try Sample.table(1), changes: nil))
        let failure = try #require(events.all.first { $0.isTrouble })
        #expect(failure.description.contains("127.0.0.1:\(port)/udp"))
        #expect(failure.description.contains("(process \(getpid())) has it"))
        #expect(events.all.contains(.listening("127.0.0.1:\(port)/tcp")))
        withExtendedLifetime(holder) {}
    }

    @Test func anAddressThatIsFreedIsTaken() async throws {
        let folder = try TemporaryFolder()
        var holder: ServerSocket? = try ServerSocket(.tcp, at: try Self.loopback(port: 0))
        let port = try #require(holder?.name.port)
        let events = Events()
        let sink = try Self.sink(folder, [port], events)
        _ = try await sink.contents()
        #expect(!events.all.contains(.listening("127.0.0.1:\(port)/tcp")))
        holder = nil
        try await events.wait(for: .listening("127.0.0.1:\(port)/tcp"))
        #expect(events.all.count { $0.isTrouble } == 1)
        withExtendedLifetime(sink) {}
    }

    @Test func whoeverTakesAServersPlaceGoesOnWithItsSockets() async throws {
        let folder = try TemporaryFolder()
        let ports = [try FreePort.next()]
        let (events, later) = (Events(), Events())
        var first: NameServerSink? = try Self.sink(folder, ports, events)
        _ = try await first?.contents()
        let second = try Self.sink(folder, ports, later)
        _ = try await second.contents()
        #expect(!later.all.contains { $0.isTrouble })
        first = nil
        #expect(later.all.count == 3)
        withExtendedLifetime(second) {}
    }

    @Test func aSinkThatOnlyKeepsNamesListensNowhere() async throws {
        let folder = try TemporaryFolder()
        let events = Events()
        let sink = try Self.sink(folder, [], events)
        let table = try Sample.table(1)
        try await sink.apply(SinkUpdate(table: table, changes: nil))
        #expect(events.all.isEmpty)
        let registration = try #require(table.sorted().first).registration
        let question = StandingQuestion(registration, addresses: [registration.address])
        #expect(await sink.standing(of: [question]).isEmpty)
    }

    @Test func aNameResolvesUnlessNobodyCanAsk() async throws {
        let folder = try TemporaryFolder()
        let table = try Sample.table(1)
        let registration = try #require(table.sorted().first).registration
        let question = StandingQuestion(registration, addresses: [registration.address])
        let sink = try Self.sink(folder, [try FreePort.next()], Events())
        try await sink.apply(SinkUpdate(table: table, changes: nil))
        #expect(await sink.standing(of: [question]) == [registration: .resolves])

        let deaf = try NameServerSink(
            path: folder("names.d"), listen: [.interface("nosuch0", port: 53)])
        try await deaf.apply(SinkUpdate(table: table, changes: nil))
        let standing = await deaf.standing(of: [question])[registration]
        guard case .unanswered(let reason)? = standing else {
            Issue.record("\(String(describing: standing))")
            return
        }
        #expect(reason.contains("none of its interfaces has an address yet"))
    }

    @Test func theResolversFileIsFollowed() async throws {
        let folder = try TemporaryFolder()
        try folder.write("nameserver 9.9.9.9\n".utf8, to: "resolv.conf")
        let events = Events()
        var plan = ListenState.Plan(
            places: [.address(ServerAddress(try Self.address, port: try FreePort.next()))],
            upstream: .machine, pool: SocketPool())
        plan.resolver.files = [folder("resolv.conf")]
        let sink = try NameServerSink(
            path: folder("names.d"), settings: NameServerSettings(domain: .docker),
            names: [.any], plan: plan, report: { events.note($0) })
        _ = try await sink.contents()
        #expect(events.all.contains(.forwarding([ServerAddress("9.9.9.9")].compactMap(\.self))))
        // In place, as in a container.
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: folder("resolv.conf")))
        try file.write(contentsOf: Data("nameserver 9.9.9.8\n".utf8))
        try file.close()
        try await events.wait(for: .forwarding([ServerAddress("9.9.9.8")].compactMap(\.self)))
        // Replaced, as NetworkManager does it.
        try folder.write("nameserver 9.9.9.7\n".utf8, to: "new")
        #expect(rename(folder("new"), folder("resolv.conf")) == 0)
        try await events.wait(for: .forwarding([ServerAddress("9.9.9.7")].compactMap(\.self)))
        withExtendedLifetime(sink) {}
    }

    @Test func socketsOfAnotherProcessAreNotTaken() {
        let environment = ["LISTEN_PID": "1", "LISTEN_FDS": "1", "LISTEN_FDNAMES": "dns"]
        #expect(InheritedSockets.take(named: "dns") { environment[$0] }.isEmpty)
        var other = environment
        other["LISTEN_PID"] = "\(getpid())"
        for count in ["0", "-1", "x", "", "99999999999"] {
            other["LISTEN_FDS"] = count
            #expect(InheritedSockets.take(named: "dns") { other[$0] }.isEmpty)
        }
    }

    // MARK: - Parts

    private static var address: IPAddress {
        get throws { try #require(IPAddress("127.0.0.1")) }
    }

    private static func loopback(port: UInt16) throws -> SocketName {
        try #require(SocketName(address: [127, 0, 0, 1], port: port))
    }

    private static func sink(
        _ folder: TemporaryFolder, _ ports: [UInt16], _ events: Events
    ) throws -> NameServerSink {
        let address = try address
        return try NameServerSink(
            path: folder("names.d"),
            listen: ports.map { .address(ServerAddress(address, port: $0)) }, upstream: .none
        ) { events.note($0) }
    }

    /// What a sink reported.
    private final class Events: Sendable {
        private let noted = Mutex<[NameServerEvent]>([])

        var all: [NameServerEvent] { noted.withLock { $0 } }

        func note(_ event: NameServerEvent) {
            noted.withLock { $0.append(event) }
        }

        func wait(for event: NameServerEvent) async throws {
            try await eventually("the sink reports \(event)") { all.contains(event) }
        }
    }
}
