import DockerNetwork
import DockerNetworkDNS
import TestSupport
import Testing

@testable import DockerNetworkDnsmasq

struct DNSMessageTests {
    /// An answer with one compressed name and an A record, as dnsmasq sends it.
    private static let answer: [UInt8] =
        [0x12, 0x34, 0x85, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]
        + [3, 0x77, 0x65, 0x62, 6, 0x64, 0x6F, 0x63, 0x6B, 0x65, 0x72, 0, 0, 1, 0, 1]
        + [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 10, 0, 0, 1]

    @Test func asksForOneName() {
        #expect(
            DNSMessage.query("web.docker", type: .aaaa, id: 0x1234)
                == [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
                + [3, 0x77, 0x65, 0x62, 6, 0x64, 0x6F, 0x63, 0x6B, 0x65, 0x72, 0, 0, 28, 0, 1])
    }

    @Test func readsAnAnswer() throws {
        let answer = try #require(DNSMessage.answer(Self.answer, to: 0x1234, type: .a))
        #expect(answer.addresses == [try #require(IPAddress("10.0.0.1"))])
        #expect(!answer.isTruncated)
        #expect(DNSMessage.answer(Self.answer, to: 0x1234, type: .aaaa)?.addresses == [])
        #expect(DNSMessage.answer(Self.answer, to: 0x1235, type: .a) == nil)
        var truncated = Self.answer
        truncated[2] |= 2
        #expect(DNSMessage.answer(truncated, to: 0x1234, type: .a)?.isTruncated == true)
        // A question is no answer.
        let question = DNSMessage.query("web.docker", type: .a, id: 1)
        #expect(DNSMessage.answer(question, to: 1, type: .a) == nil)
    }

    @Test func aCutAnswerIsNone() {
        for count in 0..<Self.answer.count {
            let cut = Array(Self.answer[..<count])
            #expect(DNSMessage.answer(cut, to: 0x1234, type: .a) == nil)
        }
    }

    @Test func hostileBytesDoNoHarm() {
        var generator = SeededGenerator(seed: 11)
        var readable = 0
        for _ in 0..<20_000 {
            var bytes = Self.answer
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 2..<bytes.count, using: &generator)
                bytes[index] = UInt8.random(in: 0...255, using: &generator)
            }
            guard let answer = DNSMessage.answer(bytes, to: 0x1234, type: .a) else { continue }
            readable += 1
            #expect(answer.addresses.count <= 1)
        }
        #expect(readable > 1000)
    }
}
