import Testing

@testable import DockerNetworkDnsmasq

/// When a server counts as wrong or silent, and when it is only slow.
@Suite struct ServerPatienceTests {
    private let start = ContinuousClock.now

    /// What becomes of a server that answers without the name, each time after so long.
    private func outcome(
        answering duration: Duration, every pause: Duration, for time: Duration
    ) -> (end: ServerPatience.End, at: Duration)? {
        var patience = ServerPatience(names: 100, now: start)
        var now = start
        while now - start < time {
            now += duration
            patience.heardOther(after: duration, at: now)
            if let end = patience.end(at: now) { return (end, now - start) }
            now += pause
        }
        return nil
    }

    @Test func promptAnswersWithoutTheNameAreWrong() throws {
        let end = try #require(
            outcome(answering: .milliseconds(1), every: .milliseconds(20), for: .seconds(10)))
        #expect(end.end == .wrong)
        #expect(end.at >= .seconds(2) && end.at < .seconds(3))
    }

    @Test func aServerWhoseAnswersTakeLongIsBusy() {
        #expect(outcome(answering: .milliseconds(300), every: .zero, for: .seconds(60)) == nil)
    }

    @Test func aFewAnswersProveNothing() {
        var patience = ServerPatience(names: 100, now: start)
        patience.heardOther(after: .milliseconds(1), at: start + .milliseconds(1))
        // This program itself was stopped.
        patience.heardOther(after: .milliseconds(1), at: start + .seconds(2) + .milliseconds(2))
        #expect(patience.end(at: start + .seconds(2) + .milliseconds(2)) == nil)
    }

    @Test(arguments: [(0, 3), (25_000, 13), (100_000, 43)])
    func silenceIsWaitedForByTheNames(names: Int, seconds: Int) {
        let patience = ServerPatience(names: names, now: start)
        #expect(patience.end(at: start + .seconds(seconds) - .milliseconds(1)) == nil)
        #expect(patience.end(at: start + .seconds(seconds)) == .silent)
    }

    @Test func anyAnswerBreaksTheSilence() {
        var patience = ServerPatience(names: 0, now: start)
        for second in stride(from: 2, to: 60, by: 2) {
            #expect(patience.end(at: start + .seconds(second)) == nil)
            patience.heardOther(after: .seconds(2), at: start + .seconds(second))
        }
    }

    @Test func aClosedPortIsGivenTimeToBeOpened() {
        var patience = ServerPatience(names: 100_000, now: start)
        patience.foundClosed(at: start)
        #expect(patience.end(at: start + .seconds(1)) == nil)
        #expect(patience.end(at: start + .seconds(2)) == .silent)
        patience.heardOther(after: .milliseconds(1), at: start + .seconds(1))
        #expect(patience.end(at: start + .seconds(2)) == nil)
    }
}
