import Measuring

/// Renews names one after the other, so evenly that each comes round once an interval.
struct Load {
    private let names: [(number: Int, name: SampleName)]
    private let pause: Duration
    private(set) var renewed = 0

    /// Nothing is renewed yet.
    init(names: [(number: Int, name: SampleName)], interval: Duration) {
        self.names = names
        pause = interval / names.count
    }

    /// Renews for some time.
    ///
    /// What came due while the last was on its way is published together.
    mutating func run(_ announcer: Announcer, for time: Duration) async throws {
        let start = ContinuousClock.now
        var done = 0
        while true {
            let elapsed = ContinuousClock.now - start
            guard elapsed < time else { return }
            let due = Int(elapsed / pause)
            // A sequence is a pass over all names; those below it have had it.
            while done < due {
                let first = renewed % names.count
                let portion = names[first..<min(first + due - done, names.count)]
                try await announcer.renew(
                    Array(portion), sequence: Int64(renewed / names.count) + 2)
                renewed += portion.count
                done += portion.count
            }
            try await Task.sleep(until: start + pause * (done + 1), clock: .continuous)
        }
    }
}
