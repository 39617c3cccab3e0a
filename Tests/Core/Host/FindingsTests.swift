import Testing

@testable import DockerNetwork

/// What a receipt says, by what the sinks know.
@Suite struct FindingsTests {
    private let web = registration("web", "10.0.0.1")

    private func receipt(
        _ standings: [Standing], kind: Announcement.Kind = .up, isTaken: Bool = true,
        isRegistered: Bool = true
    ) -> Receipt {
        Findings(
            announcement: Announcement(kind, web), isTaken: isTaken, standings: standings
        ).receipt(Table(isRegistered ? [Entry(web)] : []), from: "gate")
    }

    @Test func theWeakestOfWhatIsKnownCounts() {
        #expect(receipt([.resolves, .resolves]).evidence == .resolves)
        #expect(receipt([.resolves, .written]).evidence == .written)
        #expect(receipt([.written]).evidence == .written)
        #expect(receipt([]).evidence == .registered)
        #expect(receipt([.shared("also 10.0.0.9")]).remark == "also 10.0.0.9")
        #expect(receipt([.shared("also 10.0.0.9")]).evidence == .resolves)
        for standings in [[Standing.resolves], [.written], []] {
            #expect(receipt(standings).outcome == .applied)
        }
    }

    @Test func whoAnswersOtherwiseOutweighsEverything() {
        #expect(
            receipt([.resolves, .overridden("line"), .unanswered("nothing")]).outcome
                == .unmet("nothing"))
        #expect(receipt([.written, .overridden("line")]).outcome == .unmet("line"))
        let both = receipt([.overridden("line"), .resolves])
        #expect(both.outcome == .applied && both.evidence == .written && both.remark == "line")
    }

    @Test func whatNobodyHoldsIsNoSuccess() {
        #expect(receipt([.resolves], isRegistered: false).outcome != .applied)
        #expect(receipt([], isTaken: false).outcome != .applied)
    }

    @Test func aDownSaysWhetherTheNameStays() {
        #expect(receipt([], kind: .down, isRegistered: false).evidence == nil)
        #expect(receipt([], kind: .down).evidence == .registered)
        #expect(receipt([], kind: .down).outcome == .applied)
    }
}
