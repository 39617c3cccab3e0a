import Testing

@testable import DockerNetwork

/// The schedules are worth something only where everything happens in them.
@Suite struct ModelCoverageTests {
    @Test func schedulesReachEveryOutcome() async throws {
        var outcomes: Set<String> = []
        var ended = 0
        var contested = 0
        for seed: UInt64 in 0..<60 {
            await Task.yield()
            let schedule = ModelSchedule(seed: seed, length: 200)
            var run = ModelRun(policy: schedule.policy)
            for step in schedule.steps {
                let count = run.registry.table.count
                try run.take(step)
                if let verdict = run.lastVerdict { outcomes.insert(verdict.outcome) }
                if case .hear = step { ended += count - run.registry.table.count }
            }
            contested += run.oracle.contestedEnds
        }
        let expected: Set<String> = [
            "changed", "unchanged", "outdated", "duplicate", "origin-required", "user-required",
            "user-unknown", "name-not-allowed", "name-reserved", "instance-of-another-user",
            "started-ahead", "name-held", "too-many-for-instance", "too-many-for-user",
            "too-many-in-all", "too-many-for-hostname", "too-many-for-address",
        ]
        #expect(outcomes == expected)
        #expect(ended > 60)
        #expect(contested > 20)
    }
}

extension Verdict {
    /// What became of an announcement, whoever was involved.
    fileprivate var outcome: String {
        switch self {
        case .changed: "changed"
        case .unchanged: "unchanged"
        case .ignored(let reason): reason.rawValue
        case .refused(let refusal): refusal.cause
        }
    }
}
