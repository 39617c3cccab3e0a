internal import DequeModule

/// A dictionary whose entries go after a fixed time, and the oldest earlier where there are too
/// many.
struct ExpiringMap<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Record {
        var value: Value
        var expiry: Duration
    }

    private var records: [Key: Record] = [:]
    /// Keys in the order in which they expire; an item whose record has a later expiry is stale.
    private var order: Deque<(key: Key, expiry: Duration)> = []
    private let lifetime: Duration
    private let capacity: Int

    init(lifetime: Duration, capacity: Int) {
        self.lifetime = lifetime
        self.capacity = capacity
    }

    var count: Int { records.count }

    /// The value of a key that has not lived its time.
    func value(for key: Key, at now: Duration) -> Value? {
        guard let record = records[key], record.expiry > now else { return nil }
        return record.value
    }

    /// Sets a value and gives it a whole lifetime from now.
    mutating func set(_ value: Value, for key: Key, at now: Duration) {
        expire(at: now)
        let expiry = now + lifetime
        if records.updateValue(Record(value: value, expiry: expiry), forKey: key)?.expiry != expiry
        {
            order.append((key, expiry))
        }
        while records.count > capacity { dropOldest() }
        // One key that is set again and again must not push the others out.
        if order.count > 2 * records.count + 64 { sweep() }
    }

    mutating func removeValue(for key: Key) {
        records[key] = nil
    }

    /// Drops what has lived its time.
    mutating func expire(at now: Duration) {
        while let first = order.first, first.expiry <= now { dropOldest() }
    }

    /// Makes the order anew, of one item for each key.
    private mutating func sweep() {
        order = Deque(
            records.map { (key: $0, expiry: $1.expiry) }.sorted { $0.expiry < $1.expiry })
    }

    private mutating func dropOldest() {
        let oldest = order.removeFirst()
        if records[oldest.key]?.expiry == oldest.expiry { records[oldest.key] = nil }
    }
}
