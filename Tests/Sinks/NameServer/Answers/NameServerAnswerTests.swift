import DockerNetwork
import Testing

@testable import DockerNetworkNameServer
import TestSupport

/// What a client gets for each kind of question, from a real server over a real socket.
struct NameServerAnswerTests {
    private static let a: UInt16 = 1
    private static let ns: UInt16 = 2
    private static let soa: UInt16 = 6
    private static let ptr: UInt16 = 12
    private static let aaaa: UInt16 = 28
    private static let any: UInt16 = 255

    private static func names() throws -> RunningServer {
        try RunningServer([
            ("web", "10.0.0.1"), ("web", "fd00::1"), ("db.shop", "10.0.0.2"),
            ("six", "fd00::6"), ("shared", "10.0.0.1"), ("public", "203.0.114.7"),
        ])
    }

    @Test(arguments: [false, true]) func addressesOfBothKinds(isStream: Bool) throws {
        let server = try Self.names()
        let four = try server.ask("web.docker", Self.a, isStream: isStream)
        #expect(four.flags == 0x8500)
        #expect(four.addresses == [[10, 0, 0, 1]])
        #expect(four.answers[0].timeToLive == 0)
        #expect(four.answers[0].name == DNSWireMessage.labels("web.docker"))
        #expect(four.authorities.isEmpty && four.additionals.isEmpty)
        let six = try server.ask("web.docker", Self.aaaa, isStream: isStream)
        #expect(six.addresses == [[0xFD] + [UInt8](repeating: 0, count: 14) + [1]])
    }

    @Test func theLettersOfTheQuestionComeBack() throws {
        let answer = try Self.names().ask("WeB.DoCKeR", Self.a)
        #expect(answer.questions[0].name == DNSWireMessage.labels("WeB.DoCKeR"))
        #expect(answer.answers[0].name == DNSWireMessage.labels("WeB.DoCKeR"))
        #expect(answer.addresses == [[10, 0, 0, 1]])
    }

    /// A name without records of a type, and a name above a registered one (RFC 8020).
    @Test(arguments: [("six.docker", a), ("web.docker", 16), ("shop.docker", a), ("docker", a)])
    func aNameThatExists(name: String, type: UInt16) throws {
        let answer = try Self.names().ask(name, type)
        #expect(answer.flags == 0x8500 && answer.answers.isEmpty)
        #expect(answer.authorities.map(\.type) == [Self.soa])
        #expect(answer.authorities.map(\.name) == [DNSWireMessage.labels("docker")])
    }

    @Test(arguments: [
        "no.docker", "a.web.docker", "x.shop.docker", "w\u{1}b.docker", "_.docker", "ocker.docker",
    ])
    func aNameThatDoesNot(name: String) throws {
        let answer = try Self.names().ask(name, Self.a)
        #expect(answer.flags == 0x8503 && answer.answers.isEmpty)
        #expect(answer.authorities.map(\.type) == [Self.soa])
    }

    /// A label with a dot in it is not two labels.
    @Test func aDotWithinALabel() throws {
        var question = DNSWireMessage("", Self.a)
        question.questions[0].name = [Array("db.shop".utf8), Array("docker".utf8)]
        #expect(try Self.names().client().ask(question).code == 3)
        // Nor does a label that ends as the domain begins make the name one of the domain.
        question.questions[0].name = [Array("web\u{6}docker".utf8)]
        #expect(try Self.names().client().ask(question).code == 5)
    }

    @Test func theDomainItself() throws {
        let server = try Self.names()
        let start = try server.ask("docker", Self.soa)
        #expect(start.targets == ["docker"] && start.authorities.isEmpty)
        let server2 = try server.ask("docker", Self.ns)
        #expect(server2.targets == ["docker"])
        for name in ["docker", "10.in-addr.arpa", "d.f.ip6.arpa"] {
            #expect(try server.ask(name, Self.any).answers.map(\.type) == [Self.soa], "\(name)")
            #expect(try server.ask(name, Self.soa).targets == [name])
        }
    }

    @Test func theSerialGrowsWithEachChange() throws {
        let server = try Self.names()
        func serial() throws -> UInt32 {
            let data = try server.ask("docker", Self.soa).answers[0].data
            // Five numbers end the record; the serial is the first.
            return data.suffix(20).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
        }
        let first = try serial()
        try server.register("new", "10.0.0.9")
        let second = try serial()
        try server.withdraw("new", "10.0.0.9")
        #expect(try first < second && second < serial())
    }

    @Test func anyIsAnsweredWithOneKind() throws {
        let server = try Self.names()
        #expect(try server.ask("web.docker", Self.any).answers.map(\.type) == [Self.a])
        #expect(try server.ask("six.docker", Self.any).answers.map(\.type) == [Self.aaaa])
        #expect(try server.ask("shop.docker", Self.any).answers.isEmpty)
        #expect(try server.ask("2.0.0.10.in-addr.arpa", Self.any).targets == ["db.shop.docker"])
    }

    // MARK: Reverse names

    @Test func namesOfAddresses() throws {
        let server = try Self.names()
        #expect(try server.ask("2.0.0.10.in-addr.arpa", Self.ptr).targets == ["db.shop.docker"])
        let shared = try server.ask("1.0.0.10.IN-ADDR.arpa", Self.ptr)
        #expect(Set(shared.targets) == ["web.docker", "shared.docker"])
        #expect(shared.targets.count == 2 && shared.isAuthoritative)
        let six = "6" + String(repeating: ".0", count: 29) + ".d.F.ip6.arpa"
        #expect(try server.ask(six, Self.ptr).targets == ["six.docker"])
        // An address outside every private network is a zone by itself.
        #expect(try server.ask("7.114.0.203.in-addr.arpa", Self.ptr).targets == ["public.docker"])
        let start = try server.ask("7.114.0.203.in-addr.arpa", Self.a).authorities
        #expect(start.map(\.name) == [DNSWireMessage.labels("7.114.0.203.in-addr.arpa")])
    }

    @Test(arguments: [
        ("9.0.0.10.in-addr.arpa", "10.in-addr.arpa"),
        ("x.2.0.0.10.in-addr.arpa", "10.in-addr.arpa"),
        ("1.2.168.192.in-addr.arpa", "168.192.in-addr.arpa"),
        ("1.2.20.172.in-addr.arpa", "20.172.in-addr.arpa"),
        ("01.10.in-addr.arpa", "10.in-addr.arpa"),
        ("1.0.0.127.in-addr.arpa", "127.in-addr.arpa"), ("256.10.in-addr.arpa", "10.in-addr.arpa"),
        ("1" + String(repeating: ".0", count: 28) + ".8.e.f.ip6.arpa", "8.e.f.ip6.arpa"),
    ])
    func privateReverseNamesEndHere(name: String, zone: String) throws {
        let server = try Self.names()
        // Even where others are forwarded.
        server.server.forward(to: [.init(.v4(.init(rawValue: 0x7F00_0001)), port: 9)])
        let answer = try server.ask(name, Self.ptr)
        #expect(answer.code == 3 && answer.isAuthoritative)
        #expect(answer.authorities.map(\.name) == [DNSWireMessage.labels(zone)])
    }

    @Test(arguments: ["10.in-addr.arpa", "0.0.10.in-addr.arpa", "d.f.ip6.arpa", "0.0.d.f.ip6.arpa"])
    func aNameAboveAddressesExists(name: String) throws {
        let answer = try Self.names().ask(name, Self.ptr)
        #expect(answer.code == 0 && answer.answers.isEmpty && answer.authorities.count == 1)
    }

    @Test(arguments: [
        "1.2.3.8.in-addr.arpa", "in-addr.arpa", "172.in-addr.arpa", "1.32.172.in-addr.arpa",
        "arpa", "x.ip6.arpa", "example.com", "dockers", "",
    ])
    func otherNamesAreRefusedWithoutUpstream(name: String) throws {
        let answer = try Self.names().ask(name, Self.ptr)
        #expect(answer.flags == 0x8105)
    }

    // MARK: Settings

    @Test func theConfiguredTimeToLive() throws {
        let server = try RunningServer([("web", "10.0.0.1")]) { $0.timeToLive = 77 }
        #expect(try server.ask("web.docker", Self.a).answers.map(\.timeToLive) == [77])
        let none = try server.ask("no.docker", Self.a).authorities[0]
        #expect(none.timeToLive == 77 && none.data.suffix(4) == [0, 0, 0, 77])
    }

    @Test func subdomainsOfARegisteredName() throws {
        let names = [
            ("web", "10.0.0.1"), ("api.web", "10.0.0.2"), ("deep.below.web", "10.0.0.3"),
            ("db.shop", "10.0.0.4"),
        ]
        let server = try RunningServer(names) { $0.answersSubdomains = true }
        let expected: [(String, UInt8)] = [
            ("web", 1), ("y.x.web", 1), ("api.web", 2), ("v1.api.web", 2), ("below.web", 1),
            ("other.below.web", 1), ("deep.below.web", 3), ("a.b.deep.below.web", 3),
        ]
        for (name, last) in expected {
            #expect(
                try server.ask("\(name).docker", Self.a).addresses == [[10, 0, 0, last]], "\(name)")
        }
        let none = try server.ask("y.web.docker", Self.aaaa)
        #expect(none.code == 0 && none.answers.isEmpty)
        #expect(try server.ask("x.shop.docker", Self.a).code == 3)
        #expect(try server.ask("shop.docker", Self.a).code == 0)
        let plain = try RunningServer(names)
        #expect(try plain.ask("x.web.docker", Self.a).code == 3)
    }

    @Test func severalAddressesTakeTurns() throws {
        let server = try RunningServer((1...3).map { ("web", "10.0.0.\($0)") })
        let orders = try (0..<6).map { _ in try server.ask("web.docker", Self.a).addresses }
        #expect(orders.allSatisfy { Set($0.map(\.[3])) == [1, 2, 3] && $0.count == 3 })
        #expect(Set(orders.map { $0[0][3] }) == [1, 2, 3])
    }

    @Test func addressesOnTheClientsOwnNetwork() throws {
        let server = try RunningServer([
            ("web", "10.0.0.1"), ("web", "127.5.0.1"), ("web", "127.5.0.2"), ("far", "10.0.0.2"),
            ("far", "10.0.0.3"),
        ])
        server.server.setLocalNetworks([
            try #require(.init("10.0.0.0/8")), try #require(.init("127.0.0.0/8")),
        ])
        let near = try server.ask("web.docker", Self.a).addresses
        #expect(Set(near.map(\.[0])) == [127] && near.count == 2)
        #expect(try server.ask("far.docker", Self.a).addresses.count == 2)
    }

    // MARK: Changes

    /// A question that is sent after a publication is answered from it.
    @Test func aPublicationHoldsAtOnce() throws {
        let server = try Self.names()
        let client = try server.client()
        for round in 0..<300 {
            let name = "turn-\(round % 7)"
            try server.register(name, "10.1.0.1")
            #expect(try client.ask(DNSWireMessage("\(name).docker", Self.a)).addresses.count == 1)
            try server.withdraw(name, "10.1.0.1")
            #expect(try client.ask(DNSWireMessage("\(name).docker", Self.a)).code == 3)
        }
    }
}
