#if RabbitMQManagement
    /// The pace of a host's looks into its queue: soon after a message, later when nothing comes.
    struct PollPace {
        private let fastest: Duration
        private let slowest: Duration
        private var interval: Duration
        /// The time when the next look is due.
        private(set) var next: ContinuousClock.Instant

        /// Starts with a look at once.
        init(fastest: Duration, slowest: Duration) {
            self.fastest = fastest
            self.slowest = slowest
            interval = fastest
            next = .now
        }

        /// Whether the next look is due.
        var isDue: Bool { next <= .now }

        /// Notes a look: `foundNew`: it brought something; `foundAll`: the queue had no more.
        mutating func looked(foundNew: Bool, foundAll: Bool) {
            interval = foundNew ? fastest : min(interval * 1.5, slowest)
            next = foundAll ? .now + interval : .now
        }

        /// Something is on its way.
        mutating func hurry() {
            interval = fastest
            next = .now
        }
    }
#endif
