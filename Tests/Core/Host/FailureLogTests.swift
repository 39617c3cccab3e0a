import Testing

@testable import DockerNetwork

@Suite struct FailureLogTests {
    private let unreachable = TransportError(.unreachable, "nobody answers")
    private let inUse = TransportError(.inUse, "another host service uses the name")

    /// Which of the failures, each at its second, are news.
    private func news(_ log: inout FailureLog, _ failures: (TransportError, Int)...) -> [Bool] {
        failures.map { log.isNews($0, at: .seconds($1)) }
    }

    @Test func eachChangeOfStateIsSaidOnce() {
        var log = FailureLog(takeoverTime: .zero)
        let first = news(&log, (unreachable, 0), (unreachable, 1), (inUse, 2), (unreachable, 3))
        #expect(first == [true, false, true, true])
        log.succeeded()
        let second = news(&log, (unreachable, 4))
        #expect(second == [true])
    }

    @Test func aNameInUseIsNoNewsWhileADeadPredecessorMayHaveIt() {
        var log = FailureLog(takeoverTime: .seconds(30))
        let first = news(&log, (inUse, 100), (inUse, 129), (inUse, 130), (inUse, 131))
        #expect(first == [false, false, true, false])
        log.succeeded()
        let second = news(&log, (inUse, 140))
        #expect(second == [false])
    }
}
