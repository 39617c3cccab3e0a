/// A schedule that went wrong, made as short as dropping steps can make it.
struct ModelFailure: CustomStringConvertible {
    let seed: UInt64
    private let schedule: ModelSchedule
    private var steps: [ModelStep]
    private var discrepancy: ModelRun.Discrepancy

    /// Runs the schedule of a seed; nil where nothing goes wrong.
    init?(seed: UInt64, length: Int) {
        self.seed = seed
        schedule = ModelSchedule(seed: seed, length: length)
        steps = schedule.steps
        guard
            let (index, discrepancy) = ModelRun.firstDiscrepancy(
                in: steps, policy: schedule.policy)
        else { return nil }
        self.discrepancy = discrepancy
        steps = Array(steps.prefix(index + 1))
        shrink()
    }

    private mutating func shrink() {
        var size = max(1, steps.count / 2)
        while true {
            var start = 0
            var hasShrunk = false
            while start < steps.count {
                if tryWithout(start..<min(start + size, steps.count)) {
                    hasShrunk = true
                } else {
                    start += size
                }
            }
            if size == 1, !hasShrunk { return }
            size = max(1, size / 2)
        }
    }

    private mutating func tryWithout(_ range: Range<Int>) -> Bool {
        var fewer = steps
        fewer.removeSubrange(range)
        guard
            let (index, discrepancy) = ModelRun.firstDiscrepancy(
                in: fewer, policy: schedule.policy)
        else { return false }
        steps = Array(fewer.prefix(index + 1))
        self.discrepancy = discrepancy
        return true
    }

    var description: String {
        let lines = steps.enumerated().map { "  \($0). \($1)" }
        let policy = ModelStep.restart(schedule.policy)
        return "seed \(seed), \(policy): \(discrepancy)\n" + lines.joined(separator: "\n")
    }
}
