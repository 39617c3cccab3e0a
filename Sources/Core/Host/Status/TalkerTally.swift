/// A count of each sender's messages in the last one to two minutes, within bounds.
struct TalkerTally: Sendable {
    private static let window = Duration.seconds(60)
    /// So many senders are counted in a window: of more the quietest half is forgotten.
    private static let mostSenders = 256
    /// So many are shown.
    private static let mostShown = 20

    private var current: [Sender: Int] = [:]
    private var former: [Sender: Int] = [:]
    private var windowStart = Duration.zero

    /// Counts the announcements of a batch: one look-up for each run of messages of one sender.
    ///
    /// - Returns: How many there are; probes and ends of connections are none.
    @discardableResult
    mutating func note(_ batch: [Delivery], at now: Duration) -> Int {
        turn(at: now)
        var total = 0
        var run: (sender: Sender, count: Int)?
        for delivery in batch {
            switch delivery.content {
            case .probe, .complete, .left: continue
            case .announcement, .malformed: break
            }
            total += 1
            if let sender = run?.sender, sender == delivery.sender {
                run?.count += 1
                continue
            }
            if let run { count(run.sender, run.count) }
            run = (delivery.sender, 1)
        }
        if let run { count(run.sender, run.count) }
        return total
    }

    /// The busiest senders first.
    func talkers(at now: Duration) -> [HostStatus.Talker] {
        var tally = self
        tally.turn(at: now)
        let counts = tally.current.merging(tally.former) { $0 + $1 }
        let busiest = counts.sorted { ($0.value, $1.key.name) > ($1.value, $0.key.name) }
        return busiest.prefix(Self.mostShown).map {
            HostStatus.Talker(name: $0.key.description, messages: $0.value)
        }
    }

    private mutating func turn(at now: Duration) {
        let age = now - windowStart
        guard age >= Self.window else { return }
        former = age < Self.window * 2 ? current : [:]
        current = [:]
        windowStart = now
    }

    private mutating func count(_ sender: Sender, _ messages: Int) {
        if current[sender] == nil, current.count >= Self.mostSenders {
            let loudest = current.sorted { $0.value > $1.value }.prefix(Self.mostSenders / 2)
            current = Dictionary(uniqueKeysWithValues: loudest.map { ($0.key, $0.value) })
        }
        current[sender, default: 0] += messages
    }
}
