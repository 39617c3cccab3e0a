internal import HeapModule

/// The ends of the leases of one transport, in order.
///
/// A renewal moves a lease's end without touching the heap: each registration has one item that
/// counts, and when that item's time has come it is put back at the end that holds by then. So
/// 10,000 renewals cost 10,000 dictionary writes and nothing else.
struct Deadlines: Sendable {
    private struct Item: Comparable {
        var deadline: Duration
        var registration: Registration

        static func < (left: Self, right: Self) -> Bool {
            left.deadline < right.deadline
        }
    }

    private struct Record {
        var deadline: Duration
        /// The deadline of the heap's item that counts.
        var queued: Duration
    }

    private var heap: Heap<Item> = []
    private var records: [Registration: Record] = [:]

    /// The registrations that have a deadline.
    var registrations: some Collection<Registration> { records.keys }

    /// No lease ends before this instant; nil where there is none.
    var earliest: Duration? { heap.min?.deadline }

    /// Sets when a registration's lease ends.
    mutating func set(_ deadline: Duration, for registration: Registration) {
        let isQueuedEarlier = records.modify(registration) { record in
            guard record.queued <= deadline else { return false }
            record.deadline = deadline
            return true
        }
        if isQueuedEarlier == true { return }
        records[registration] = Record(deadline: deadline, queued: deadline)
        heap.insert(Item(deadline: deadline, registration: registration))
        // Items that no longer count wait for their time, and a lease may be a month.
        if heap.count > 2 * records.count + 64 { sweep() }
    }

    /// Makes the heap anew, of one item for each registration.
    private mutating func sweep() {
        records = records.mapValues { Record(deadline: $0.deadline, queued: $0.deadline) }
        heap = Heap(records.map { Item(deadline: $1.deadline, registration: $0) })
    }

    /// Forgets a registration.
    mutating func remove(_ registration: Registration) {
        records[registration] = nil
    }

    /// Takes out and returns the registrations whose leases ended at or before an instant, up to so
    /// many.
    mutating func expire(at now: Duration, limit: Int = .max) -> [Registration] {
        var expired: [Registration] = []
        while expired.count < limit, let first = heap.min, first.deadline <= now {
            heap.removeMin()
            guard let record = records[first.registration], record.queued == first.deadline
            else { continue }
            if record.deadline <= now {
                records[first.registration] = nil
                expired.append(first.registration)
            } else {
                records.modify(first.registration) { $0.queued = record.deadline }
                heap.insert(Item(deadline: record.deadline, registration: first.registration))
            }
        }
        return expired
    }
}
