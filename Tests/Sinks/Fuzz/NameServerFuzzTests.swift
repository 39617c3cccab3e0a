import DockerNetwork
import TestSupport
import Testing

@testable import DockerNetworkNameServer

/// Hostile messages for the name server: bytes that were bent, and messages whose every field is odd.
struct NameServerFuzzTests {
    private static let names = [
        "web.docker", "WEB.docker", "db.shop.docker", "shop.docker", "docker", "no.docker",
        "y.x.web.docker", "1.0.0.10.in-addr.arpa", "0.0.10.in-addr.arpa", "9.9.9.10.in-addr.arpa",
        "8.8.8.8.in-addr.arpa", "6" + String(repeating: ".0", count: 29) + ".d.f.ip6.arpa",
        "example.com", "", "many.docker", "arpa", "ip6.arpa",
    ]

    private static let samples: [[UInt8]] =
        names.flatMap { name in
            [1, 28, 12, 6, 255, 252].map { DNSWireMessage(name, $0).bytes }
                + [
                    DNSWireMessage(name, 1).withOptions(size: 1232, data: [0, 10, 0, 2, 1, 2]).bytes
                ]
        }

    private static let tokens: [[UInt8]] = [
        [0], [0xC0, 12], [0xC0, 0], [3, 0x77, 0x65, 0x62], [6] + Array("docker".utf8) + [0], [63],
        [64],
        [0xFF, 0xFF], [0, 1], [0, 28], [0, 41], [0, 0, 41, 0x10, 0, 0, 0, 0, 0, 0, 0], [0x80],
        [4] + Array("arpa".utf8), [0, 1, 0, 1],
    ]

    private static func snapshot() throws -> Snapshot {
        var zone = Zone(domain: .docker)
        for (name, address) in [("web", "10.0.0.1"), ("db.shop", "10.0.0.2"), ("six", "fd00::6")] {
            zone.insert(try Hostname(name, in: .docker), try #require(IPAddress(address)))
        }
        for last in 1...120 {
            zone.insert(
                try Hostname("many", in: .docker), try #require(IPAddress("10.0.3.\(last)")))
            zone.insert(
                try Hostname("same-\(last)", in: .docker), try #require(IPAddress("10.0.0.1")))
        }
        return Snapshot(zone: zone, serial: 7)
    }

    private static func responder(_ answersSubdomains: Bool) -> Responder {
        var settings = NameServerSettings(domain: .docker)
        settings.answersSubdomains = answersSubdomains
        return Responder(settings)
    }

    @Test func messagesThatWereBent() async throws {
        let run = FuzzRun("dns", seed: 0xD45, inputs: 6000)
        var generator = SeededGenerator(seed: run.seed)
        let bytes = FuzzBytes(samples: Self.samples, tokens: Self.tokens)
        var snapshot = try Self.snapshot()
        let responders = [Self.responder(false), Self.responder(true)]
        var answered = 0
        while await run.goesOn() {
            let input = bytes.next(using: &generator)
            run.note(input)
            snapshot.upstreams =
                input.count.isMultiple(of: 3)
                ? [ServerAddress(.v4(IPv4Address(rawValue: 0x7F00_0001)))] : []
            let isStream = input.count.isMultiple(of: 2)
            if Self.check(input, isStream, responders[run.count % 2], snapshot) { answered += 1 }
        }
        #expect(answered > run.count / 4)
        run.finish()
    }

    @Test func messagesWithOddFields() async throws {
        let run = FuzzRun("dns-fields", seed: 0xD46, inputs: 4000)
        var generator = SeededGenerator(seed: run.seed)
        let snapshot = try Self.snapshot()
        let responders = [Self.responder(false), Self.responder(true)]
        var answered = 0
        while await run.goesOn() {
            let input = Self.message(&generator).bytes
            run.note(input)
            if Self.check(input, false, responders[run.count % 2], snapshot) { answered += 1 }
        }
        #expect(answered > run.count / 4)
        run.finish()
    }

    private static func message(_ generator: inout SeededGenerator) -> DNSWireMessage {
        func odd(_ values: [UInt16]) -> UInt16 {
            values.randomElement(using: &generator) ?? 0
        }
        let name = names.randomElement(using: &generator) ?? ""
        var message = DNSWireMessage(
            name,
            odd([
                1, 28, 12, 6, 2, 255, 15, 41, 251, 252, 65,
                .random(in: 0...(.max), using: &generator),
            ]),
            recordClass: odd([1, 1, 1, 1, 3, 255, 0]))
        message.id = .random(in: 0...(.max), using: &generator)
        message.flags = odd([
            0x0100, 0x0100, 0, 0x0110, 0x0120, 0x8000, 0x2000,
            .random(in: 0...(.max), using: &generator),
        ])
        if Int.random(in: 0..<8, using: &generator) == 0 { message.questions += message.questions }
        for _ in 0..<Int.random(in: 0...2, using: &generator) {
            message = message.withOptions(
                size: odd([0, 511, 512, 600, 1232, 4096, 65_535]),
                version: UInt8(odd([0, 0, 0, 0, 1])), flags: odd([0, 0x8000, 0xFFFF]),
                data: [[], [0, 10, 0, 1, 7], [0, 10, 0, 9], [1]].randomElement(using: &generator)
                    ?? [])
        }
        if Int.random(in: 0..<4, using: &generator) == 0 {
            message.answers.append(
                .init(name: [[0x61]], type: odd([1, 41, 250]), data: [1, 2, 3]))
        }
        return message
    }

    /// Answers one message, and checks what holds for every answer; whether there was one.
    private static func check(
        _ input: [UInt8], _ isStream: Bool, _ responder: Responder, _ snapshot: Snapshot
    ) -> Bool {
        let shown = ShownText.escaped(input)
        let capacity = isStream ? 65_535 : 1232
        var isForwarded = false
        let answer = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            let room = UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: capacity)
            let client = IPAddress.v4(IPv4Address(rawValue: 0x0A00_0001))
            let outcome = input.withUnsafeBytes {
                responder.respond(to: $0, from: client, isStream: isStream, snapshot, into: room)
            }
            switch outcome {
            case .answer(let size): count = size
            case .forward, .silence: count = 0
            }
            if case .forward = outcome { isForwarded = true }
        }
        let isQuestion = input.count >= 12 && input[2] & 0x80 == 0
        guard !answer.isEmpty else {
            #expect(isForwarded || !isQuestion, "\(shown)")
            #expect(!isForwarded || !snapshot.upstreams.isEmpty && input[2] & 1 == 1, "\(shown)")
            return false
        }
        #expect(isQuestion, "\(shown)")
        guard let message = DNSWireMessage(answer) else {
            Issue.record("no message: \(ShownText.escaped(answer)) for \(shown)")
            return true
        }
        #expect(Array(answer[..<2]) == Array(input[..<2]), "\(shown)")
        #expect(message.flags & 0xF900 == 0x8000 | UInt16(input[2] & 0x79) << 8, "\(shown)")
        guard let asked = DNSWireMessage(input), asked.questions.count == 1,
            !message.questions.isEmpty
        else {
            #expect(answer.count == 12 && [1, 4].contains(message.code), "\(shown)")
            return true
        }
        #expect(message.questions == asked.questions, "\(shown)")
        #expect((message.options == nil) == (asked.options == nil), "\(shown)")
        let size = asked.options.map { min(1232, max(512, Int($0.recordClass))) } ?? 512
        #expect(isStream || answer.count <= size, "\(shown)")
        #expect(message.authorities.count <= 1, "\(shown)")
        let isNegative = message.isAuthoritative && message.answers.isEmpty && !message.isTruncated
        #expect(isNegative == (message.authorities.count == 1), "\(shown)")
        return true
    }

    /// A whole server stays what it was, whatever comes over UDP and TCP.
    @Test func aServerUnderFire() async throws {
        let run = FuzzRun("dns-server", seed: 0xD47, inputs: 1500)
        var generator = SeededGenerator(seed: run.seed)
        let bytes = FuzzBytes(samples: Self.samples, tokens: Self.tokens)
        let server = try RunningServer([("web", "10.0.0.1"), ("db.shop", "10.0.0.2")])
        let datagrams = try server.client()
        var stream = try server.client(isStream: true)
        while await run.goesOn() {
            let input = bytes.next(using: &generator)
            run.note(input)
            datagrams.sendRaw(input)
            stream.sendRaw(input)
            guard run.count.isMultiple(of: 50) else { continue }
            // A new connection, since nobody reads the answers of this one.
            stream = try server.client(isStream: true)
            var question = DNSWireMessage("web.docker", 1)
            question.id = 0xF00D
            stream.sendMessage(question.bytes)
            #expect(DNSWireMessage(try stream.receive())?.addresses == [[10, 0, 0, 1]])
            datagrams.sendMessage(question.bytes)
            // The answers to what was sent before come first.
            while try datagrams.receive().prefix(2) != [0xF0, 0x0D] {}
        }
        run.finish()
    }
}
