import DockerNetwork
import DockerNetworkSystem
import Testing

@testable import DockerNetworkNameServer
import TestSupport

/// Messages of every form, EDNS, truncation and TCP.
struct NameServerProtocolTests {
    private static let a: UInt16 = 1

    private static func server(
        _ change: (inout NameServerSettings) -> Void = { _ in }
    ) throws -> RunningServer {
        try RunningServer(
            (1...100).map { ("many", "10.0.1.\($0)") } + [("web", "10.0.0.1")], change)
    }

    private static let question = DNSWireMessage("web.docker", a)

    // MARK: What is no plain question

    /// Sends bytes, then a question; the first answer must be the question's.
    private static func expectSilence(_ bytes: [UInt8], _ server: RunningServer) throws {
        let client = try server.client()
        client.sendRaw(bytes)
        var next = question
        next.id = 0xBEEF
        #expect(try client.ask(next).id == 0xBEEF)
    }

    @Test func noAnswerToAnAnswerOrAFragment() throws {
        let server = try Self.server()
        var answer = Self.question
        answer.flags = 0x8180
        try Self.expectSilence(answer.bytes, server)
        try Self.expectSilence([], server)
        for count in [1, 2, 11] {
            try Self.expectSilence(Array(Self.question.bytes[..<count]), server)
        }
        #expect(server.counts { $0.ignored >= 5 })
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 15] as [UInt16])
    func otherKindsOfMessageAreNotImplemented(opcode: UInt16) throws {
        var message = Self.question
        message.flags = opcode << 11
        let answer = try Self.server().client().ask(message)
        #expect(answer.flags == 0x8004 | opcode << 11)
        #expect(answer.id == message.id && answer.questions.isEmpty)
    }

    private static let malformed: [[UInt8]] = {
        var two = question
        two.questions.append(two.questions[0])
        var none = question
        none.questions = []
        var pointer = Array(question.bytes[..<12])
        pointer += [0xC0, 12, 0, 1, 0, 1]
        var long = question
        long.questions[0].name = [[UInt8]](repeating: [UInt8](repeating: 0x61, count: 63), count: 4)
        var reserved = question.bytes
        reserved[12] = 0x43
        let options = question.withOptions(size: 1232, data: [0, 10, 0, 9, 1])
        let named = DNSWireMessage.Record(name: [[0x61]], type: 41, data: [])
        var answerOption = question
        answerOption.answers = [named]
        var namedOption = question
        namedOption.additionals = [named]
        let twice = question.withOptions(size: 1232).withOptions(size: 1232)
        return [
            two.bytes, none.bytes, pointer, long.bytes, reserved, question.bytes + [0],
            question.bytes.dropLast(), options.bytes, twice.bytes, namedOption.bytes,
            answerOption.bytes,
        ]
    }()

    @Test(arguments: malformed.indices) func malformedMessages(index: Int) throws {
        let client = try Self.server().client()
        client.sendMessage(Self.malformed[index])
        let answer = try #require(DNSWireMessage(try client.receive()))
        #expect(answer.flags == 0x8101 && answer.id == 0x1234)
        #expect(answer.questions.isEmpty && answer.answers.isEmpty)
    }

    /// Whole zones, changes of zones, and classes that nobody uses.
    @Test(arguments: [(252, 1), (251, 1), (1, 3), (16, 3), (1, 255), (1, 254), (1, 0)])
    func refusals(type: UInt16, recordClass: UInt16) throws {
        let server = try Self.server()
        for isStream in [false, true] {
            for name in ["web.docker", "docker", "example.com"] {
                let answer = try server.client(isStream: isStream).ask(
                    DNSWireMessage(name, type, recordClass: recordClass))
                #expect(answer.flags == 0x8105 && answer.questions.count == 1)
            }
        }
    }

    @Test func recordsThatNobodyAskedForDoNoHarm() throws {
        var message = Self.question
        let record = DNSWireMessage.Record(
            name: [[0x61]], type: 250, recordClass: 255, data: [1, 2])
        message.answers = [record]
        message.authorities = [record]
        message.additionals = [record]
        #expect(try Self.server().client().ask(message).addresses == [[10, 0, 0, 1]])
    }

    // MARK: EDNS

    @Test func anOptionsRecordGetsOneBack() throws {
        let client = try Self.server().client()
        let plain = try client.ask(Self.question.withOptions(size: 4096))
        let options = try #require(plain.options)
        #expect(options.recordClass == 1232 && options.timeToLive == 0 && options.data.isEmpty)
        #expect(plain.addresses.count == 1 && plain.additionals.count == 1)
        // An option that nobody knows, and the client's wish for signatures.
        let odd = try client.ask(
            Self.question.withOptions(size: 1232, flags: 0x8000, data: [0xFD, 0xE9, 0, 2, 1, 2]))
        #expect(odd.addresses.count == 1 && odd.options?.timeToLive == 0x8000)
        #expect(try client.ask(Self.question).options == nil)
    }

    @Test(arguments: [1, 255] as [UInt8]) func laterVersionsOfEDNS(version: UInt8) throws {
        let answer = try Self.server().client().ask(
            Self.question.withOptions(size: 1232, version: version))
        #expect(answer.code == 0 && answer.answers.isEmpty && answer.questions.count == 1)
        // BADVERS is 16: its upper bits are in the record, which tells our version.
        #expect(answer.options?.timeToLive == 1 << 24)
    }

    // MARK: Sizes

    @Test(arguments: [(nil, 512), (100, 512), (600, 600), (1232, 1232), (65_535, 1232)])
    func whatIsTooLongIsTruncated(size: UInt16?, limit: Int) throws {
        let client = try Self.server().client()
        var question = DNSWireMessage("many.docker", Self.a)
        if let size { question = question.withOptions(size: size) }
        client.sendMessage(question.bytes)
        let bytes = try client.receive()
        let answer = try #require(DNSWireMessage(bytes))
        #expect(bytes.count <= limit && bytes.count > limit - 16)
        #expect(answer.isTruncated && answer.code == 0 && answer.authorities.isEmpty)
        #expect(Set(answer.addresses).count == answer.addresses.count)
        #expect((answer.options != nil) == (size != nil))
    }

    @Test func overTCPAllOfIt() throws {
        let answer = try Self.server().ask("many.docker", Self.a, isStream: true)
        #expect(answer.addresses.count == 100 && !answer.isTruncated)
    }

    /// More names at one address than a message can hold.
    @Test func moreNamesThanAMessageHolds() throws {
        let name = String(repeating: "n", count: 50)
        let server = try RunningServer((0..<1500).map { ("\(name)-\($0)", "10.0.0.1") })
        let answer = try server.ask("1.0.0.10.in-addr.arpa", 12, isStream: true)
        #expect(answer.isTruncated && answer.targets.count > 900)
        #expect(Set(answer.targets).count == answer.targets.count)
        #expect(answer.targets.allSatisfy { $0.hasPrefix(name) && $0.hasSuffix(".docker") })
        #expect(try server.ask("1.0.0.10.in-addr.arpa", 12).isTruncated)
    }

    // MARK: TCP

    @Test func manyQuestionsInOnePiece() throws {
        let client = try Self.server().client(isStream: true)
        var bytes: [UInt8] = []
        for id in 0..<500 as Range<UInt16> {
            var question = DNSWireMessage(
                id.isMultiple(of: 2) ? "many.docker" : "no.docker", Self.a)
            question.id = id
            bytes += [UInt8(question.bytes.count >> 8), UInt8(question.bytes.count & 0xFF)]
            bytes += question.bytes
        }
        client.sendRaw(bytes)
        client.endSending()
        for id in 0..<500 as Range<UInt16> {
            let answer = try #require(DNSWireMessage(try client.receive()))
            #expect(answer.id == id && answer.code == (id.isMultiple(of: 2) ? 0 : 3))
        }
        // Everything is answered; then the connection ends.
        #expect(throws: WireClient.Silence.self) { try client.receive() }
    }

    @Test func aQuestionInManyPieces() throws {
        let client = try Self.server().client(isStream: true)
        let bytes = Self.question.bytes
        for byte in [0, UInt8(bytes.count)] + bytes { client.sendRaw([byte]) }
        #expect(try #require(DNSWireMessage(try client.receive())).addresses.count == 1)
    }

    @Test(arguments: [[0xFF, 0xFF], [0, 3, 1, 2, 3], [0, 0]] as [[UInt8]])
    func aConnectionThatSendsNonsenseEnds(bytes: [UInt8]) throws {
        let server = try Self.server()
        let client = try server.client(isStream: true)
        client.sendRaw(bytes)
        #expect(throws: WireClient.Silence.self) { try client.receive() }
        #expect(try server.ask("web.docker", Self.a, isStream: true).addresses.count == 1)
    }

    @Test func aSilentConnectionEnds() throws {
        let server = try Self.server { $0.limits.idleTime = .milliseconds(300) }
        let client = try server.client(isStream: true)
        #expect(try client.ask(Self.question).addresses.count == 1)
        // Half a question does not keep it open.
        client.sendRaw([0])
        #expect(throws: WireClient.Silence.self) { try client.receive() }
    }

    @Test func theOldestSilentConnectionMakesRoom() throws {
        let server = try Self.server {
            $0.limits.connections = 2
            $0.limits.connectionsPerClient = 4
        }
        let clients = try (0..<3).map { _ in
            let client = try server.client(isStream: true)
            #expect(try client.ask(Self.question).addresses.count == 1)
            return client
        }
        #expect(throws: WireClient.Silence.self) { try clients[0].receive() }
        #expect(try clients[1].ask(Self.question).addresses.count == 1)
        #expect(try clients[2].ask(Self.question).addresses.count == 1)
    }

    @Test func oneClientHasOnlySoManyConnections() throws {
        let server = try Self.server { $0.limits.connectionsPerClient = 1 }
        let first = try server.client(isStream: true)
        #expect(try first.ask(Self.question).addresses.count == 1)
        let second = try server.client(isStream: true)
        #expect(throws: WireClient.Silence.self) { try second.receive() }
        #expect(try first.ask(Self.question).addresses.count == 1)
    }

    // MARK: Sockets

    /// A client that asks one of many addresses takes an answer from that address only.
    @Test(arguments: [0x7F00_0001, 0x7F00_0002, 0x7F01_0203] as [UInt32])
    func theAnswerComesFromTheAddressThatWasAsked(address: UInt32) throws {
        let server = try RunningServer([("web", "10.0.0.1")], isWildcard: true)
        let client = try server.client(at: address)
        #expect(try client.ask(Self.question).addresses.count == 1)
    }

    @Test func aServerThatWasClosedTakesNoSocket() async throws {
        let server = try Self.server()
        await server.server.close()
        #expect(throws: (any Error).self) {
            let any = try #require(SocketName(address: [127, 0, 0, 1], port: 0))
            let socket = try ServerSocket(.udp, at: any)
            _ = try server.server.serve(
                datagrams: FileDescriptor(adopting: try socket.duplicate()))
        }
    }

    /// What comes while nobody reads is answered by whoever has the socket next.
    @Test func theNextServerAnswersWhatWaits() async throws {
        let name = try #require(SocketName(address: [127, 0, 0, 1], port: 0))
        let socket = try ServerSocket(.udp, at: name)
        let settings = NameServerSettings(domain: .docker)
        let first = try NameServer(settings, zone: Zone(domain: .docker))
        _ = try first.serve(datagrams: FileDescriptor(adopting: try socket.duplicate()))
        let client = try WireClient(socket.name.port)
        #expect(try client.ask(Self.question).code == 3)
        await first.close()
        client.sendMessage(Self.question.bytes)
        let second = try NameServer(settings, zone: Zone(domain: .docker))
        let listener = try second.serve(
            datagrams: FileDescriptor(adopting: try socket.duplicate()))
        #expect(try #require(DNSWireMessage(try client.receive())).code == 3)
        second.stop(listener)
        await second.close()
    }
}
