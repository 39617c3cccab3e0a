import DockerNetwork
import TestSupport
import Testing

@testable import DockerNetworkNameServer

/// Questions for other names, which upstream servers answer.
struct ForwardingTests {
    private static func address(_ port: UInt16) -> ServerAddress {
        ServerAddress(.v4(IPv4Address(rawValue: 0x7F00_0001)), port: port)
    }

    /// A server with upstream servers, of which one that answers may take long on a busy machine.
    private static func server(
        _ upstreams: [UInt16], patience: Duration = .seconds(15),
        _ change: (inout NameServerSettings) -> Void = { _ in }
    ) throws -> RunningServer {
        let server = try RunningServer([("web", "10.0.0.1")]) { settings in
            settings.limits.upstreamTime = patience
            change(&settings)
        }
        server.server.forward(to: upstreams.map(address))
        return server
    }

    private static let question = DNSWireMessage("www.Example.com", 1)

    @Test func theAnswerComesBackUnchanged() throws {
        let upstream = try Upstream { [Upstream.answer($0)] }
        defer { upstream.stop() }
        let server = try Self.server([upstream.port])
        let asked = Self.question.withOptions(
            size: 1400, flags: 0x8000, data: [0, 10, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8])
        let answer = try server.client().ask(asked)
        #expect(answer.id == asked.id && answer.flags == 0x8180)
        #expect(answer.addresses == [[192, 0, 2, 1]] && answer.answers[0].timeToLive == 300)
        #expect(answer.questions == asked.questions && answer.options == asked.options)
        // It was asked just what the client asked, but for the id.
        var passed = try #require(DNSWireMessage(upstream.received[0].message))
        passed.id = asked.id
        #expect(passed == asked)
        #expect(server.counts { $0.forwarded == 1 && $0.forwardedAnswers == 1 })
    }

    @Test func eachQuestionHasAPortAndAnIDOfItsOwn() throws {
        let upstream = try Upstream { [Upstream.answer($0)] }
        defer { upstream.stop() }
        let client = try Self.server([upstream.port]).client()
        for _ in 0..<40 { #expect(try client.ask(Self.question).addresses.count == 1) }
        let received = upstream.received
        #expect(Set(received.map(\.port)).count > 30)
        #expect(Set(received.map { Array($0.message[..<2]) }).count > 30)
    }

    @Test func onlyTheRightAnswerIsTaken() throws {
        let upstream = try Upstream { message in
            var wrongID = Upstream.answer(message, last: 66)
            wrongID[0] ^= 1
            var wrongName = Upstream.answer(message, last: 67)
            wrongName[14] ^= 1
            var wrongType = Upstream.answer(message, last: 68)
            wrongType[message.count - 3] ^= 2
            // A question is no answer, nor is a piece of one.
            return [
                wrongID, wrongName, wrongType, message, [1, 2], Array(message[..<12]),
                Upstream.answer(message, last: 9),
            ]
        }
        defer { upstream.stop() }
        let answer = try Self.server([upstream.port]).client().ask(Self.question)
        #expect(answer.addresses == [[192, 0, 2, 9]])
    }

    @Test func anUpstreamThatIsSilentIsPassedOver() throws {
        let silent = try Upstream { _ in [] }
        let upstream = try Upstream { [Upstream.answer($0)] }
        defer {
            silent.stop()
            upstream.stop()
        }
        let server = try Self.server([silent.port, upstream.port], patience: .seconds(5))
        let client = try server.client()
        for _ in 0..<5 { #expect(try client.ask(Self.question).addresses.count == 1) }
        // The one that answered is asked first from then on.
        #expect(silent.received.count == 1)
        #expect(server.counts { $0.upstreamTimeouts == 1 })
    }

    @Test(arguments: [2, 4, 5] as [UInt16]) func anUpstreamThatFailsIsPassedOver(code: UInt16)
        throws
    {
        let failing = try Upstream { [Upstream.answer($0, code: code)] }
        let upstream = try Upstream { [Upstream.answer($0)] }
        // Nobody listens there.
        let closed = try FreePort.next()
        defer {
            failing.stop()
            upstream.stop()
        }
        let server = try Self.server([closed, failing.port, upstream.port])
        #expect(try server.client().ask(Self.question).addresses.count == 1)
        let failed = try Self.server([failing.port, closed])
        #expect(try failed.client().ask(Self.question).flags == 0x8182)
    }

    @Test func namesThatDoNotExistAreNoFailure() throws {
        let upstream = try Upstream { [Upstream.answer($0, code: 3)] }
        defer { upstream.stop() }
        #expect(try Self.server([upstream.port]).client().ask(Self.question).flags == 0x8183)
    }

    @Test func whenAllAreSilentTheServerFailed() throws {
        let silent = try Upstream { _ in [] }
        defer { silent.stop() }
        let server = try Self.server([silent.port], patience: .seconds(1))
        let answer = try server.client().ask(Self.question.withOptions(size: 1232))
        #expect(answer.flags == 0x8182 && answer.questions == Self.question.questions)
        #expect(answer.options != nil && answer.id == Self.question.id)
        #expect(silent.received.count == 2 && server.counts { $0.upstreamFailures == 1 })
    }

    @Test func whatComesOverTCPGoesOnOverTCP() throws {
        let long = [UInt8](repeating: 7, count: 40_000)
        let upstream = try Upstream(isStream: true) { message in
            guard var answer = DNSWireMessage(Upstream.answer(message)) else { return [] }
            answer.answers[0].data = long
            answer.answers[0].type = 16
            return [answer.bytes]
        }
        defer { upstream.stop() }
        let server = try Self.server([upstream.port])
        let client = try server.client(isStream: true)
        for id in 1...3 as ClosedRange<UInt16> {
            var question = Self.question
            question.id = id
            let answer = try client.ask(question)
            #expect(answer.id == id && answer.answers[0].data == long)
        }
    }

    /// The kernel says at once that nobody listens there.
    @Test func anUpstreamThatIsClosedOverTCP() throws {
        let client = try Self.server([try FreePort.next()]).client(isStream: true)
        for id in 0..<100 as Range<UInt16> {
            var question = Self.question
            question.id = id
            client.sendMessage(question.bytes)
        }
        let ids = try (0..<100).map { _ in
            let answer = try #require(DNSWireMessage(try client.receive()))
            #expect(answer.code == 2)
            return answer.id
        }
        #expect(Set(ids).count == 100)
    }

    /// A silent upstream keeps nobody waiting who asks for a name of ours on the same connection.
    @Test func ourOwnNamesComeFirst() throws {
        let silent = try Upstream(isStream: true) { _ in [] }
        defer { silent.stop() }
        let client = try Self.server([silent.port], patience: .seconds(1)).client(isStream: true)
        client.sendMessage(Self.question.bytes)
        #expect(try client.ask(DNSWireMessage("web.docker", 1)).addresses == [[10, 0, 0, 1]])
        #expect(try #require(DNSWireMessage(try client.receive())).code == 2)
    }

    @Test func anAnswerThatIsTooLongIsTruncated() throws {
        let upstream = try Upstream { message in
            guard var answer = DNSWireMessage(Upstream.answer(message)) else { return [] }
            answer.answers = (0..<60).map { last in
                .init(name: answer.questions[0].name, type: 1, data: [192, 0, 2, last])
            }
            return [answer.bytes]
        }
        defer { upstream.stop() }
        let client = try Self.server([upstream.port]).client()
        let answer = try client.ask(Self.question)
        #expect(answer.isTruncated && answer.answers.isEmpty && answer.id == Self.question.id)
        let large = try client.ask(Self.question.withOptions(size: 4096))
        #expect(large.answers.count == 60 && !large.isTruncated)
    }

    /// The domain, registered addresses, private networks, and who wants no recursion.
    @Test func whatIsNeverForwarded() throws {
        let upstream = try Upstream { [Upstream.answer($0)] }
        defer { upstream.stop() }
        let server = try Self.server([upstream.port])
        let client = try server.client()
        let expected: [(String, UInt16)] = [
            ("web.docker", 0), ("no.docker", 3), ("docker", 0), ("1.0.0.10.in-addr.arpa", 0),
            ("2.0.0.10.in-addr.arpa", 3), ("1.1.168.192.in-addr.arpa", 3),
        ]
        for (name, code) in expected {
            #expect(try client.ask(DNSWireMessage(name, 12)).code == code, "\(name)")
        }
        var plain = Self.question
        plain.flags = 0
        #expect(try client.ask(plain).code == 5)
        #expect(try client.ask(DNSWireMessage("example.com", 252)).code == 5)
        #expect(upstream.received.isEmpty)
        #expect(try client.ask(DNSWireMessage("8.8.8.8.in-addr.arpa", 12)).code == 0)
        #expect(upstream.received.count == 1)
        // From now on nobody is asked.
        server.server.forward(to: [])
        #expect(try client.ask(Self.question).code == 5)
    }

    @Test func privateNetworksWhereTheSettingsSaySo() throws {
        let upstream = try Upstream { [Upstream.answer($0)] }
        defer { upstream.stop() }
        let server = try Self.server([upstream.port]) { $0.forwardsPrivateNetworks = true }
        #expect(try server.ask("2.0.0.10.in-addr.arpa", 12).addresses.count == 1)
        #expect(try server.ask("1.0.0.10.in-addr.arpa", 12).targets == ["web.docker"])
    }

    @Test func aClientHasOnlySoManyQuestionsOnTheirWay() throws {
        let silent = try Upstream { _ in [] }
        defer { silent.stop() }
        let server = try Self.server([silent.port], patience: .seconds(3)) {
            $0.limits.forwardedPerClient = 3
        }
        let client = try server.client()
        var codes: [UInt16: UInt16] = [:]
        for id in 0..<5 as Range<UInt16> {
            var question = Self.question
            question.id = id
            client.sendMessage(question.bytes)
        }
        for _ in 0..<5 {
            let answer = try #require(DNSWireMessage(try client.receive()))
            codes[answer.id] = answer.code
        }
        #expect(codes == [0: 2, 1: 2, 2: 2, 3: 5, 4: 5])
        #expect(server.counts { $0.limited == 2 })
        // And then has as many again.
        #expect(try client.ask(Self.question).code == 2)
    }
}
