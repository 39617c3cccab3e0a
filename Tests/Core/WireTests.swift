import TestSupport
import Testing

@testable import DockerNetwork

@Suite struct WireTests {
    @Test(arguments: [
        ("172.17.0.2:my-cool-host:up", "my-cool-host", "172.17.0.2", Announcement.Kind.up),
        ("172.17.0.2:my-cool-host:down", "my-cool-host", "172.17.0.2", .down),
        ("172.17.0.2:Web.docker:up", "web", "172.17.0.2", .up),
        ("fd00::2:web.shop:up", "web.shop", "fd00::2", .up),
        ("fd00:0:0:0:0:0:0:2:web:down", "web", "fd00::2", .down),
        ("::ffff:10.0.0.1:web:up", "web", "10.0.0.1", .up),
        ("::FFFF:a00:1:web:up", "web", "10.0.0.1", .up),
    ])
    func readsBodiesOf2014(
        body: String, name: String, address: String, kind: Announcement.Kind
    ) throws {
        let announcement = try WireMessage(body: Array(body.utf8)).announcement(in: .docker)
        #expect(announcement.kind == kind)
        #expect(announcement.registration.hostname.name == name)
        #expect(announcement.registration.address == IPAddress(address))
        #expect(announcement.origin == nil)
        #expect(announcement.lease == nil)
    }

    @Test(arguments: [
        ("", WireError.missingFields), ("up", .missingFields), ("web:up", .missingFields),
        ("172.17.0.2:web:UP", .unknownKind), ("172.17.0.2:web:up\n", .unknownKind),
        ("172.17.0.2:web:", .unknownKind), ("172.17.0.2:web:up:down", .invalidAddress),
        (":web:up", .invalidAddress), ("172.17.0.256:web:up", .invalidAddress),
        ("[fd00::2]:web:up", .invalidAddress), ("172.17.0.2 :web:up", .invalidAddress),
        ("172.17.0.2::up", .invalidHostname(.empty)),
        ("172.17.0.2:we b:up", .invalidHostname(.invalidByte(UInt8(ascii: " ")))),
        ("172.17.0.2:web\n127.0.0.1 bank:up", .invalidHostname(.invalidByte(10))),
    ])
    func refusesOtherBodies(body: String, error: WireError) {
        #expect(throws: error) {
            try WireMessage(body: Array(body.utf8)).announcement(in: .docker)
        }
    }

    @Test func refusesAddressesNobodyIsAt() throws {
        let loopback = UnreachableAddressError(
            address: try #require(IPAddress("127.0.0.1")), reason: .loopback)
        #expect(throws: WireError.unreachableAddress(loopback)) {
            try WireMessage(body: Array("127.0.0.1:web:up".utf8)).announcement(in: .docker)
        }
    }

    @Test func refusesLongBodiesUnread() {
        #expect(throws: WireError.tooLong(513)) {
            try WireMessage(body: Array(repeating: 0x61, count: 513)).announcement(in: .docker)
        }
    }

    private static let origin: [WireHeader: WireValue] = [
        .instance: .text("00000000-0000-4000-8000-000000000001"), .started: .integer(1),
        .sequence: .integer(1),
    ]

    @Test(
        arguments: [
            ([.lease: .integer(0)], WireError.invalidHeader(.lease)),
            ([.lease: .integer(2_592_001)], .invalidHeader(.lease)),
            ([.lease: .text("30")], .invalidHeader(.lease)),
            ([.lease: .other], .invalidHeader(.lease)),
            ([.started: .integer(1)], .incompleteOrigin),
            ([.sequence: .integer(1)], .incompleteOrigin),
            (origin.merging([.instance: .text("x")]) { $1 }, .invalidHeader(.instance)),
            (origin.merging([.instance: .integer(1)]) { $1 }, .invalidHeader(.instance)),
            (origin.merging([.started: .integer(-1)]) { $1 }, .invalidHeader(.started)),
            (origin.merging([.sequence: .integer(0)]) { $1 }, .invalidHeader(.sequence)),
        ] as [([WireHeader: WireValue], WireError)])
    func refusesBadHeaders(headers: [WireHeader: WireValue], error: WireError) {
        let message = WireMessage(body: Array("10.0.0.1:web:up".utf8), headers: headers)
        #expect(throws: error) { try message.announcement(in: .docker) }
    }

    @Test func everyAnnouncementReadsBackAsItself() throws {
        var generator = SeededGenerator(seed: 0xA550)
        for _ in 0..<2000 {
            let announcement = try Self.randomAnnouncement(using: &generator)
            #expect(try WireMessage(announcement).announcement(in: .docker) == announcement)
        }
    }

    /// Bytes that are nearly right reach deeper than noise does.
    @Test func hostileBytesNeverCrash() throws {
        var generator = SeededGenerator(seed: 0xBAD)
        for _ in 0..<20_000 {
            var body = AnnouncementBody.bytes(of: try Self.randomAnnouncement(using: &generator))
            for _ in 0..<Int.random(in: 1...4, using: &generator) where !body.isEmpty {
                let index = Int.random(in: 0..<body.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: body[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: body.remove(at: index)
                default: body.insert(contentsOf: body.prefix(index), at: index)
                }
            }
            guard let announcement = try? WireMessage(body: body).announcement(in: .docker)
            else { continue }
            let printed = WireMessage(announcement)
            #expect(try printed.announcement(in: .docker) == announcement)
        }
    }

    static func randomAnnouncement(
        using generator: inout SeededGenerator
    ) throws -> Announcement {
        let labels = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
            String(
                (0..<Int.random(in: 1...12, using: &generator)).map { _ in
                    "abcdefghijklmnopqrstuvwxyz0123456789".randomElement(using: &generator) ?? "a"
                }) + "x"
        }
        let address: IPAddress =
            Bool.random(using: &generator)
            ? .v4(IPv4Address(rawValue: .random(in: 0x0A00_0000...0x0AFF_FFFF, using: &generator)))
            : .v6(
                IPv6Address(
                    rawValue: 0xFD << 120 | UInt128.random(in: 0...0xFFFF, using: &generator)))
        let origin = Origin(
            instance: .random(using: &generator),
            started: .random(in: 0...Int64.max, using: &generator),
            sequence: .random(in: 1...Int64.max, using: &generator))
        return Announcement(
            Bool.random(using: &generator) ? .up : .down,
            try Registration(
                hostname: Hostname(labels.joined(separator: "."), in: .docker), address: address),
            origin: Bool.random(using: &generator) ? origin : nil,
            lease: Bool.random(using: &generator)
                ? Lease(seconds: .random(in: Lease.bounds, using: &generator)) : nil)
    }
}
