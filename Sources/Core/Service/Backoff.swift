/// The waits between attempts that keep failing: each twice as long as the last up to a limit, and
/// each shortened by up to a half at random, so that many who lost the same broker do not come
/// back in step.
struct Backoff: Sendable {
    let first: Duration
    let longest: Duration
    private var next: Duration

    init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = longest
        next = first
    }

    /// The wait before the next attempt.
    mutating func nextDelay() -> Duration {
        defer { next = min(next * 2, longest) }
        return next * Double.random(in: 0.5...1)
    }

    /// Notes a success: the next failure waits shortly again.
    mutating func reset() {
        next = first
    }

    /// For connections: a broker that is back has every name again within a second, although the
    /// host must find it before an emitter finds the host.
    static var connection: Self {
        Self(first: .milliseconds(50), longest: .milliseconds(400))
    }

    /// For sinks: a full disk is tried again every few seconds.
    static var sink: Self {
        Self(first: .milliseconds(100), longest: .seconds(10))
    }
}
