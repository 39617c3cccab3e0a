import Testing

@testable import DockerNetwork

@Suite struct PendingRegistrationsTests {
    private let flood = (0..<1_000).map {
        registration("flood-\($0)", "10.1.\($0 / 250).\($0 % 250)")
    }
    private let quiet = registration("quiet", "10.0.0.1")

    private func announcer(_ user: String?, _ instance: InstanceID? = nil)
        -> PendingRegistrations.Announcer
    {
        PendingRegistrations.Announcer(sender: Sender(user: user), instance: instance)
    }

    @Test func whoFloodsKeepsOnlyItsOwnQueueWaiting() {
        var pending = PendingRegistrations()
        for registration in flood { pending.append(registration, to: announcer("loud")) }
        pending.append(quiet, to: announcer("quiet", .random()))
        #expect(pending.take(2).contains(quiet))
    }

    /// An instance is a name of one's own choosing.
    @Test func whoFloodsUnderManyInstancesKeepsNobodyElseWaiting() {
        var pending = PendingRegistrations()
        for registration in flood { pending.append(registration, to: announcer("loud", .random())) }
        pending.append(quiet, to: announcer("quiet", .random()))
        pending.append(registration("late", "10.0.0.2"), to: announcer("quiet", .random()))
        for number in 0..<500 {
            pending.append(registration("l\(number)", "10.2.0.1"), to: announcer("loud", .random()))
        }
        let first = pending.take(4)
        #expect(first.contains(quiet))
        #expect(first.contains(registration("late", "10.0.0.2")))
    }

    @Test func ofOneSenderTheNewestInstanceNeedNotWaitForAllTheOthers() {
        var pending = PendingRegistrations()
        for registration in flood {
            pending.append(registration, to: announcer("shared", .random()))
        }
        pending.append(quiet, to: announcer("shared", .random()))
        #expect(pending.take(2) == [flood[0], quiet])
    }

    @Test func whatIsTakenOutLeavesNoRoomBehind() {
        var pending = PendingRegistrations()
        for round in 0..<20 {
            for registration in flood {
                pending.append(
                    registration, to: announcer("loud", InstanceID(rawValue: UInt128(round))))
                pending.remove(registration)
            }
        }
        #expect(pending.isEmpty)
        pending.append(quiet, to: announcer("loud"))
        #expect(pending.take(10) == [quiet])
    }

    @Test func inOneQueueTheNewestNeedNotWaitForAllTheOthers() {
        var pending = PendingRegistrations()
        for registration in flood { pending.append(registration, to: announcer(nil)) }
        pending.append(quiet, to: announcer(nil))
        let first = pending.take(2)
        #expect(first == [flood[0], quiet])
    }

    @Test func eachComesOnceAndNoneIsLost() {
        var pending = PendingRegistrations()
        for (number, registration) in flood.enumerated() {
            pending.append(registration, to: announcer("\(number % 7)"))
            pending.append(registration, to: .service)
        }
        var taken: [Registration] = []
        while !pending.isEmpty { taken += pending.take(64) }
        #expect(taken.count == flood.count)
        #expect(Set(taken) == Set(flood))
        #expect(!pending.contains(flood[0]))
    }
}
