import Testing

@testable import DockerNetwork

@Suite struct HearingClockTests {
    private let interval: Duration = .seconds(10)

    private func connected() -> HearingClock {
        var clock = HearingClock()
        clock.connect(at: .zero)
        return clock
    }

    private func probe(
        _ clock: inout HearingClock, at now: Duration
    ) throws -> (id: ProbeID, becameDeaf: Bool) {
        let due = clock.dueProbe(at: now, interval: interval, deadline: nil)
        return try #require(due)
    }

    @Test func nothingIsDueBeforeAnIntervalHasPassed() {
        var clock = connected()
        #expect(clock.dueProbe(at: .seconds(9), interval: interval, deadline: nil) == nil)
        #expect(clock.dueProbe(at: .seconds(10), interval: interval, deadline: nil) != nil)
        #expect(clock.dueProbe(at: .seconds(11), interval: interval, deadline: nil) == nil)
    }

    @Test func aLeaseThatEndsAsksForAProbeAtOnceAndOnce() {
        var clock = connected()
        let deadline: Duration = .seconds(3)
        #expect(clock.dueProbe(at: .seconds(2), interval: interval, deadline: deadline) == nil)
        #expect(clock.dueProbe(at: .seconds(3), interval: interval, deadline: deadline) != nil)
        #expect(clock.dueProbe(at: .seconds(4), interval: interval, deadline: deadline) == nil)
    }

    @Test func theClockAdvancesToWhenTheProbeWasSent() throws {
        var clock = connected()
        let probe = try probe(&clock, at: .seconds(10))
        #expect(clock.heardUntil == .zero)
        #expect(clock.returned(probe.id) == .heard)
        #expect(clock.heardUntil == .seconds(10))
        #expect(clock.returned(probe.id) == .unknown)
        #expect(clock.returned(.random()) == .unknown)
    }

    @Test func aProbeThatStaysOutMakesItDeafUntilTheLastIsBack() throws {
        var clock = connected()
        let first = try probe(&clock, at: .seconds(10))
        #expect(!first.becameDeaf)
        let second = try probe(&clock, at: .seconds(20))
        #expect(second.becameDeaf)
        let third = try probe(&clock, at: .seconds(30))
        #expect(!third.becameDeaf)
        #expect(clock.returned(first.id) == .stillDeaf)
        #expect(clock.heardUntil == .zero)
        #expect(clock.returned(third.id) == .resumed)
        #expect(clock.heardUntil == .seconds(30))
        #expect(!clock.isDeaf)
    }

    @Test func aServiceThatStoodStillIsDeafUntilTheNextProbeIsBack() throws {
        var clock = connected()
        let first = try probe(&clock, at: .seconds(10))
        #expect(clock.returned(first.id) == .heard)
        #expect(clock.delay(at: .seconds(10), interval: interval, deadline: nil) == .seconds(1))
        let second = try probe(&clock, at: .seconds(60))
        #expect(second.becameDeaf)
        #expect(clock.returned(second.id) == .resumed)
        #expect(clock.heardUntil == .seconds(60))
    }

    @Test func aServiceThatIsSomewhatLateIsNotDeaf() throws {
        var clock = connected()
        _ = clock.delay(at: .seconds(9), interval: interval, deadline: nil)
        let probe = try probe(&clock, at: .seconds(19.9))
        #expect(!probe.becameDeaf)
        #expect(clock.returned(probe.id) == .heard)
    }

    @Test func aLostConnectionStopsTheClock() {
        var clock = connected()
        clock.disconnect()
        #expect(clock.dueProbe(at: .seconds(99), interval: interval, deadline: .zero) == nil)
        #expect(clock.heardUntil == .zero)
    }

    @Test func theIntervalFollowsTheShortestLease() {
        #expect(HearingClock.interval(for: nil) == .seconds(10))
        #expect(HearingClock.interval(for: Lease(seconds: 3)) == .seconds(1))
        #expect(HearingClock.interval(for: Lease(seconds: 3600)) == .seconds(10))
    }

    @Test func theDelayReachesTheNextProbeAndNoFurtherThanASecond() {
        var clock = connected()
        let delay = clock.delay(at: .seconds(9.5), interval: interval, deadline: nil)
        #expect(delay == .milliseconds(500))
        #expect(clock.delay(at: .seconds(1), interval: interval, deadline: nil) == .seconds(1))
        #expect(
            clock.delay(at: .seconds(1), interval: interval, deadline: .seconds(1.25))
                == .milliseconds(250))
    }
}
