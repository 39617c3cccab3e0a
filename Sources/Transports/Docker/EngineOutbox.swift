#if Docker
    import DockerNetwork
    import DockerNetworkConnection
    import Synchronization

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #endif

    /// The items still to be handed to the host, in their order.
    struct EngineOutbox {
        private enum Item {
            case change(ContainerTable.Change)
            /// These hold, as far as they still do; the first so many are handed out.
            case renewal([ContainerTable.Key], done: Int)
            case complete
            case probe(ProbeID)
        }

        private let engine: EngineID
        private let user: String
        private let lease: Lease
        private var items = Fifo<Item>()
        /// The deliveries that were handed out to a caller who had given up.
        private var returned: [Delivery] = []
        private var lastToken: UInt64 = 0
        /// Whether a renewal waits: there is no use in another one.
        private(set) var hasRenewal = false

        /// Nothing, for an engine.
        init(_ configuration: DockerConfiguration) {
            engine = configuration.engine
            user = configuration.user
            lease = configuration.lease
        }

        /// Whether nothing waits.
        var isEmpty: Bool { items.isEmpty && returned.isEmpty }

        /// The number of items that wait.
        var count: Int { items.count + returned.count }

        /// Adds what changed.
        mutating func append(_ changes: [ContainerTable.Change]) {
            for change in changes { items.append(.change(change)) }
        }

        /// Adds everything that holds.
        mutating func renew(_ keys: [ContainerTable.Key]) {
            guard !hasRenewal else { return }
            hasRenewal = true
            items.append(.renewal(keys, done: 0))
        }

        /// Adds that everything was said.
        mutating func complete() {
            items.append(.complete)
        }

        /// Adds a probe, behind what waits.
        mutating func append(_ probe: ProbeID) {
            items.append(.probe(probe))
        }

        /// Takes the next deliveries, at most `limit`.
        mutating func take(_ limit: Int, from table: ContainerTable) -> [Delivery] {
            if !returned.isEmpty {
                let batch = Array(returned.prefix(limit))
                returned.removeFirst(batch.count)
                return batch
            }
            var batch: [Delivery] = []
            while batch.count < limit, let item = items.first {
                switch item {
                case .change(.up(let key, let started)): batch.append(up(key, started))
                case .change(.down(let key)):
                    let origin = Origin(
                        instance: key.instance, started: 0, sequence: SequenceClock.next())
                    batch.append(
                        delivery(
                            .announcement(Announcement(.down, key.registration, origin: origin)))
                    )
                case .renewal(let keys, let done):
                    let part = keys[done...].prefix(limit - batch.count)
                    for key in part {
                        if let started = table.start(of: key) { batch.append(up(key, started)) }
                    }
                    guard done + part.count == keys.count else {
                        items[0] = .renewal(keys, done: done + part.count)
                        continue
                    }
                    hasRenewal = false
                case .complete: batch.append(delivery(.complete(engine)))
                case .probe(let probe): batch.append(delivery(.probe(probe)))
                }
                items.removeFirst()
            }
            return batch
        }

        /// Puts back what was taken last: it comes first.
        mutating func putBack(_ batch: [Delivery]) {
            returned = batch + returned
        }

        private mutating func up(_ key: ContainerTable.Key, _ started: Int64) -> Delivery {
            // An engine's clock may be ahead; what started later than now is refused.
            let origin = Origin(
                instance: key.instance, started: min(started, SequenceClock.now / 1000),
                sequence: SequenceClock.next())
            return delivery(
                .announcement(Announcement(.up, key.registration, origin: origin, lease: lease)))
        }

        private mutating func delivery(_ content: Delivery.Content) -> Delivery {
            lastToken += 1
            return Delivery(
                token: Delivery.Token(rawValue: lastToken), content: content, user: user)
        }
    }

    /// The sequences of containers' announcements: the time in microseconds since 1970, but always
    /// higher than the one before.
    ///
    /// All connections of the process have one, since the clock may be set back between two.
    private enum SequenceClock {
        private static let last = Mutex<Int64>(0)

        static var now: Int64 {
            var now = timespec()
            clock_gettime(CLOCK_REALTIME, &now)
            return Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000
        }

        static func next() -> Int64 {
            last.withLock { last in
                last = max(last + 1, now)
                return last
            }
        }
    }
#endif
