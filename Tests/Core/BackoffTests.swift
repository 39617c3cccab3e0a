import Testing

@testable import DockerNetwork

/// How often a connection is tried.
struct BackoffTests {
    /// The instants of the attempts in half a minute, the first of which is made at once.
    private func attempts(longest: Duration) -> [Duration] {
        var backoff = Backoff.connection(longest: longest)
        var instants: [Duration] = [.zero]
        while let last = instants.last, last < .seconds(30) {
            instants.append(last + backoff.nextDelay())
        }
        return instants
    }

    @Test(arguments: [Duration.seconds(10), .seconds(1)])
    func atMostSixtyAttemptsInHalfAMinute(longest: Duration) {
        for _ in 0..<100 { #expect(attempts(longest: longest).count <= 60) }
    }

    @Test func anOutageOfSecondsIsOverWithinASecond() {
        for _ in 0..<100 {
            let instants = attempts(longest: .seconds(10))
            for (one, next) in zip(instants, instants.dropFirst()) where one < .seconds(6) {
                #expect(next - one <= .milliseconds(440))
            }
        }
    }

    @Test func noWaitIsLongerThanTenSeconds() {
        var backoff = Backoff.connection()
        var delays: [Duration] = []
        for _ in 0..<100 { delays.append(backoff.nextDelay()) }
        #expect(delays.allSatisfy { $0 <= .seconds(10) })
        #expect(delays.suffix(10).allSatisfy { $0 >= .seconds(7) })
        #expect(backoff.nextDelay(atMost: .seconds(1)) <= .seconds(1))
    }

    @Test func onlyAConnectionThatLastedIsASuccess() {
        var backoff = Backoff.connection()
        for _ in 0..<80 { _ = backoff.nextDelay() }
        backoff.connectionEnded(after: .milliseconds(100))
        #expect(backoff.nextDelay() > .seconds(5))
        backoff.connectionEnded(after: .seconds(2))
        #expect(backoff.nextDelay() <= .milliseconds(50))
    }
}
