import Testing

@testable import DockerNetwork

@Suite struct LanesTests {
    private let flood = (0..<1_000).map {
        registration("flood-\($0)", "10.1.\($0 / 250).\($0 % 250)")
    }
    private let quiet = registration("quiet", "10.0.0.1")

    private func lane(_ user: String?, _ instance: InstanceID? = nil) -> Lanes.Lane {
        Lanes.Lane(sender: Sender(user: user), instance: instance)
    }

    @Test func whoFloodsKeepsOnlyThoseOfTheSameLaneWaiting() {
        var lanes = Lanes()
        for registration in flood { lanes.append(registration, to: lane("loud")) }
        lanes.append(quiet, to: lane("quiet", .random()))
        #expect(lanes.take(2).contains(quiet))
    }

    /// An instance is a name of one's own choosing.
    @Test func whoFloodsUnderManyInstancesKeepsNobodyElseWaiting() {
        var lanes = Lanes()
        for registration in flood { lanes.append(registration, to: lane("loud", .random())) }
        lanes.append(quiet, to: lane("quiet", .random()))
        lanes.append(registration("late", "10.0.0.2"), to: lane("quiet", .random()))
        for number in 0..<500 {
            lanes.append(registration("l\(number)", "10.2.0.1"), to: lane("loud", .random()))
        }
        let first = lanes.take(4)
        #expect(first.contains(quiet))
        #expect(first.contains(registration("late", "10.0.0.2")))
    }

    @Test func ofOneSenderTheNewestInstanceNeedNotWaitForAllTheOthers() {
        var lanes = Lanes()
        for registration in flood { lanes.append(registration, to: lane("shared", .random())) }
        lanes.append(quiet, to: lane("shared", .random()))
        #expect(lanes.take(2) == [flood[0], quiet])
    }

    @Test func whatIsTakenOutLeavesNoRoomBehind() {
        var lanes = Lanes()
        for round in 0..<20 {
            for registration in flood {
                lanes.append(registration, to: lane("loud", InstanceID(rawValue: UInt128(round))))
                lanes.remove(registration)
            }
        }
        #expect(lanes.isEmpty)
        lanes.append(quiet, to: lane("loud"))
        #expect(lanes.take(10) == [quiet])
    }

    @Test func ofOneLaneTheNewestNeedNotWaitForAllTheOthers() {
        var lanes = Lanes()
        for registration in flood { lanes.append(registration, to: lane(nil)) }
        lanes.append(quiet, to: lane(nil))
        let first = lanes.take(2)
        #expect(first == [flood[0], quiet])
    }

    @Test func eachComesOnceAndNoneIsLost() {
        var lanes = Lanes()
        for (number, registration) in flood.enumerated() {
            lanes.append(registration, to: lane("\(number % 7)"))
            lanes.append(registration, to: .service)
        }
        var taken: [Registration] = []
        while !lanes.isEmpty { taken += lanes.take(64) }
        #expect(taken.count == flood.count)
        #expect(Set(taken) == Set(flood))
        #expect(!lanes.contains(flood[0]))
    }
}
