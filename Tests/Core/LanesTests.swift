import Testing

@testable import DockerNetwork

@Suite struct LanesTests {
    private let flood = (0..<1_000).map {
        registration("flood-\($0)", "10.1.\($0 / 250).\($0 % 250)")
    }
    private let quiet = registration("quiet", "10.0.0.1")

    @Test func whoFloodsKeepsOnlyThoseOfTheSameLaneWaiting() {
        var lanes = Lanes()
        for registration in flood { lanes.append(registration, to: .user("loud")) }
        lanes.append(quiet, to: .instance(.random()))
        #expect(lanes.take(2).contains(quiet))
    }

    @Test func ofOneLaneTheNewestNeedNotWaitForAllTheOthers() {
        var lanes = Lanes()
        for registration in flood { lanes.append(registration, to: .user(nil)) }
        lanes.append(quiet, to: .user(nil))
        let first = lanes.take(2)
        #expect(first == [flood[0], quiet])
    }

    @Test func eachComesOnceAndNoneIsLost() {
        var lanes = Lanes()
        for (number, registration) in flood.enumerated() {
            lanes.append(registration, to: .user("\(number % 7)"))
            lanes.append(registration, to: .service)
        }
        var taken: [Registration] = []
        while !lanes.isEmpty { taken += lanes.take(64) }
        #expect(taken.count == flood.count)
        #expect(Set(taken) == Set(flood))
        #expect(!lanes.contains(flood[0]))
    }
}
