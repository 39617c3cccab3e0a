import Testing

@testable import DockerNetwork

/// The schedules are worth something only where everything happens in them.
@Suite struct ModelCoverageTests {
    @Test func schedulesReachEveryOutcome() async throws {
        var verdicts: Set<Verdict> = []
        var ended = 0
        for seed: UInt64 in 0..<60 {
            await Task.yield()
            let schedule = ModelSchedule(seed: seed, length: 200)
            var run = ModelRun(policy: schedule.policy)
            for step in schedule.steps {
                let count = run.registry.table.count
                try run.take(step)
                if let verdict = run.lastVerdict { verdicts.insert(verdict) }
                if case .hear = step { ended += count - run.registry.table.count }
            }
        }
        let expected: Set<Verdict> = [
            .changed, .unchanged, .ignored(.outdated), .ignored(.duplicate),
            .refused(.originRequired), .refused(.nameReserved), .refused(.startedAhead),
            .refused(.nameHeld), .refused(.addressHeld), .refused(.tooManyForInstance),
            .refused(.tooManyInAll),
        ]
        #expect(verdicts == expected)
        #expect(ended > 60)
    }
}
