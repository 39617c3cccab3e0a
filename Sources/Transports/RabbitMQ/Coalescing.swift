#if RabbitMQ
    /// Decides when deliveries are left at the socket for a moment, to be one batch.
    ///
    /// It is so after a batch of several, or of one that came soon after another. Of a thousand a second
    /// that come one by one, each would wake two threads and be acknowledged by itself, which costs more
    /// than all that is done with it.
    struct Coalescing {
        /// For so long.
        private static let delay = Duration.milliseconds(5)
        /// So soon after another batch.
        private static let burstWindow = Duration.milliseconds(2)
        /// A batch of so many is worth its wakes.
        private static let largeBatch = 64

        /// The time when the last batch was given.
        private var lastBatch: ContinuousClock.Instant
        /// Until when deliveries are left at the socket; nil: they are read.
        private(set) var end: ContinuousClock.Instant?

        /// Nothing is left at the socket, and no batch was given before now.
        init(at now: ContinuousClock.Instant) {
            lastBatch = now
        }

        /// Reads deliveries again where the moment is over.
        mutating func advance(to now: ContinuousClock.Instant) {
            if let end, end <= now { self.end = nil }
        }

        /// Notes that a batch of so many was given; `hasMore`: others have arrived already, which need no
        /// more of it.
        mutating func gave(_ count: Int, hasMore: Bool, at now: ContinuousClock.Instant) {
            let isAlone = count == 1 && now > lastBatch + Self.burstWindow
            lastBatch = now
            guard !isAlone, count < Self.largeBatch, !hasMore else { return }
            end = now + Self.delay
        }
    }
#endif
