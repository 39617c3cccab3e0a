internal import HeapModule

/// The number of entries with each lease, and the shortest lease.
struct LeaseCounts: Sendable {
    /// A lease that is in the heap has a count, if only 0.
    private var counts: [Int64: Int] = [:]
    private var heap: Heap<Int64> = []
    /// The number of leases with a count above 0.
    private var used = 0

    /// The shortest lease of any entry; nil where none has one.
    var shortest: Lease? {
        heap.min.flatMap { Lease(seconds: $0) }
    }

    mutating func insert(_ lease: Lease?) {
        guard let lease else { return }
        if let count = counts[lease.seconds] {
            if count == 0 { used += 1 }
            counts[lease.seconds] = count + 1
            return
        }
        counts[lease.seconds] = 1
        used += 1
        heap.insert(lease.seconds)
    }

    mutating func remove(_ lease: Lease?) {
        guard let lease, let count = counts[lease.seconds] else { return }
        counts[lease.seconds] = count - 1
        guard count == 1 else { return }
        used -= 1
        while let first = heap.min, counts[first] == 0 {
            heap.removeMin()
            counts[first] = nil
        }
        // Whoever takes one lease after the other leaves many behind a short one.
        guard heap.count > 2 * used + 64 else { return }
        counts = counts.filter { $0.value > 0 }
        heap = Heap(counts.keys)
    }
}
