/// The waits between attempts that keep failing: each longer than the last up to a limit, and each
/// shortened by up to a quarter at random, so that many who lost the same broker do not come back
/// in step.
struct Backoff: Sendable {
    /// The first wait.
    let first: Duration
    /// The longest wait.
    let longest: Duration
    /// Up to here each wait is twice as long as the last.
    private let doublingEnd: Duration
    /// For how long in all it then stays so; after that each wait is a tenth longer than the last.
    private let quickTime: Duration
    private var next: Duration
    /// The sum of all waits since the last success.
    private var waited = Duration.zero

    /// A connection that lasted so long was good: the failure that follows is a new one.
    static let goodLifetime = Duration.seconds(2)

    init(
        first: Duration, longest: Duration, doublingEnd: Duration? = nil,
        quickTime: Duration = .zero
    ) {
        self.first = first
        self.longest = longest
        self.doublingEnd = doublingEnd ?? longest
        self.quickTime = quickTime
        next = first
    }

    /// The wait before the next attempt.
    ///
    /// - Parameter limit: A shorter limit than the longest wait, for this attempt alone.
    /// - Returns: How long to wait.
    mutating func nextDelay(atMost limit: Duration? = nil) -> Duration {
        let current = min(next, longest)
        let delay = min(current, limit ?? longest) * Double.random(in: 0.75...1)
        waited += delay
        if current < doublingEnd {
            next = min(current * 2, doublingEnd)
        } else if waited >= quickTime {
            next = min(current * 1.1, longest)
        }
        return delay
    }

    /// Notes a success: the next failure waits shortly again.
    mutating func reset() {
        next = first
        waited = .zero
    }

    /// Notes for how long a connection lasted; one that was dropped at once was no success.
    mutating func connectionEnded(after lifetime: Duration) {
        if lifetime >= Self.goodLifetime { reset() }
    }

    /// For connections: quick in the first six seconds, then with waits that grow with the outage,
    /// up to ten seconds or this limit; at most 60 in half a minute.
    ///
    /// A broker that is back after some seconds, as one that was killed and is started again, has
    /// every name again within a second, although the host must find it before an emitter finds the
    /// host.
    static func connection(longest: Duration = .seconds(10)) -> Self {
        Self(
            first: .milliseconds(50), longest: min(longest, .seconds(10)),
            doublingEnd: .milliseconds(320), quickTime: .seconds(6))
    }

    /// The longest wait for what is cheap to ask for and soon there: a host that starts, or a name
    /// that a dead predecessor still has.
    static let shortLimit = Duration.seconds(1)

    /// For sinks: a full disk is tried again every few seconds.
    static var sink: Self {
        Self(first: .milliseconds(100), longest: .seconds(10))
    }
}

extension TransportError {
    /// The longest wait before the next attempt, where this failure deserves a shorter one.
    var retryLimit: Duration? {
        code == .noHost || code == .inUse ? Backoff.shortLimit : nil
    }
}
