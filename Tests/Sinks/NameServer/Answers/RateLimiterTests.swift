import DockerNetwork
import Testing

@testable import DockerNetworkNameServer

struct RateLimiterTests {
    private static func time(_ milliseconds: UInt64) -> MonotonicTime {
        MonotonicTime(nanoseconds: 1_000_000_000_000 + milliseconds * 1_000_000)
    }

    private static func answers(
        _ limiter: inout RateLimiter, _ client: String, _ count: Int, at milliseconds: UInt64
    ) throws -> [RateLimiter.Verdict] {
        let client = try #require(IPAddress(client))
        return (0..<count).map { _ in limiter.verdict(for: client, at: time(milliseconds)) }
    }

    @Test func aSecondsAnswersAtOnceAndNoMore() throws {
        var limiter = RateLimiter(answersPerSecond: 10)
        let first = try Self.answers(&limiter, "10.0.0.1", 20, at: 0)
        #expect(first.count { $0 == .answer } == 10)
        // Beyond the rate every second one says to ask over TCP.
        #expect(first.count { $0 == .truncation } == 5 && first.count { $0 == .silence } == 5)
        // Another client has its own rate; so has the same one half a second later.
        #expect(try Self.answers(&limiter, "10.0.0.2", 10, at: 0).allSatisfy { $0 == .answer })
        let later = try Self.answers(&limiter, "10.0.0.1", 20, at: 500)
        #expect(later.count { $0 == .answer } == 5)
    }

    @Test func anIPv6ClientIsItsNetwork() throws {
        var limiter = RateLimiter(answersPerSecond: 2)
        #expect(try Self.answers(&limiter, "fd00::1", 2, at: 0) == [.answer, .answer])
        #expect(try Self.answers(&limiter, "fd00::2", 1, at: 0) != [.answer])
        #expect(try Self.answers(&limiter, "fd00:0:0:1::1", 1, at: 0) == [.answer])
    }

    @Test func thisMachineHasNoLimit() throws {
        var limiter = RateLimiter(answersPerSecond: 1)
        for client in ["127.0.0.1", "127.8.0.1", "::1"] {
            #expect(try Self.answers(&limiter, client, 50, at: 0).allSatisfy { $0 == .answer })
        }
    }

    /// Who sends in the names of many clients cannot have more memory, nor stop the others.
    @Test func manyClients() throws {
        var limiter = RateLimiter(answersPerSecond: 5)
        for client in 0..<50_000 as Range<UInt32> {
            let address = IPAddress.v4(IPv4Address(rawValue: 0x0A00_0000 + client))
            #expect(limiter.verdict(for: address, at: Self.time(0)) == .answer)
        }
        #expect(try Self.answers(&limiter, "192.168.0.1", 8, at: 1).count { $0 == .answer } == 5)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("10.255.0.1", true), ("172.16.0.1", true), ("172.31.255.255", true),
        ("172.32.0.1", false), ("192.168.1.1", true), ("169.254.1.1", true), ("8.8.8.8", false),
        ("100.64.0.1", false), ("0.0.0.0", false), ("::1", true), ("fe80::1", true),
        ("fd12::1", true), ("fc00::1", true), ("2001:db8::1", false), ("::ffff:10.0.0.1", true),
        ("::ffff:9.9.9.9", false), ("198.51.100.77", true), ("2001:db8:7::1", true),
    ])
    func whoGetsAnswers(client: String, expected: Bool) throws {
        let rule = ClientRule(allowed: [
            try #require(Network("198.51.100.0/24")), try #require(Network("2001:db8:7::/48")),
        ])
        #expect(rule.allows(try #require(IPAddress(client))) == expected)
    }
}
