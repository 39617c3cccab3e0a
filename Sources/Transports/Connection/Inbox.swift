package import DockerNetwork

/// Deliveries that have arrived and that nobody has taken yet, given out in turns of their senders
/// and instances.
///
/// A delivery behind everything, a probe or a client's end, waits for all that arrived before it.
package struct Inbox: Sendable {
    private struct Item: Sendable {
        var delivery: Delivery
        /// Between which of those that come behind everything it arrived.
        var epoch: UInt64
    }

    private var turns = FairQueue<Item>()
    /// The deliveries that come behind everything that arrived before them, in order.
    private var last = Fifo<Delivery>()
    /// The number of waiting deliveries of each epoch, from `firstEpoch`; one more than `last` has.
    private var waiting = Fifo<Int>()
    private var firstEpoch: UInt64 = 0
    /// The deliveries that were put back and come first.
    private var returned = Fifo<Delivery>()

    /// An empty inbox.
    package init() {
        waiting.append(0)
    }

    /// Whether nothing waits.
    package var isEmpty: Bool { count == 0 }

    /// The number of deliveries that wait.
    package var count: Int { turns.count + last.count + returned.count }

    /// The number of deliveries of a sender that wait for its turns.
    package func count(of sender: Sender) -> Int {
        turns.count(of: sender)
    }

    /// Puts a delivery behind the others of its sender and instance.
    package mutating func append(_ delivery: Delivery) {
        let epoch = firstEpoch + UInt64(waiting.count - 1)
        turns.append(
            Item(delivery: delivery, epoch: epoch), of: delivery.sender, delivery.instance)
        waiting[waiting.count - 1] += 1
    }

    /// Puts a delivery behind everything.
    package mutating func appendBehindAll(_ delivery: Delivery) {
        last.append(delivery)
        waiting.append(0)
    }

    /// Takes the next deliveries, at most `limit`.
    package mutating func take(_ limit: Int) -> [Delivery] {
        var batch: [Delivery] = []
        batch.reserveCapacity(min(limit, count))
        while batch.count < limit, let next = popFirst() { batch.append(next) }
        return batch
    }

    /// Puts back what was taken last: it comes first.
    package mutating func putBack(_ batch: [Delivery]) {
        let others = returned.prefix(returned.count)
        returned.removeAll()
        for delivery in batch + others { returned.append(delivery) }
    }

    private mutating func popFirst() -> Delivery? {
        if let first = returned.first {
            returned.removeFirst()
            return first
        }
        if let first = last.first, waiting.first == 0 {
            last.removeFirst()
            waiting.removeFirst()
            firstEpoch += 1
            return first
        }
        guard let item = turns.popFirst() else { return nil }
        waiting[Int(item.epoch - firstEpoch)] -= 1
        return item.delivery
    }
}

extension Delivery {
    /// The instance that it is of, if it has an origin.
    fileprivate var instance: InstanceID? {
        guard case .announcement(let announcement) = content else { return nil }
        return announcement.origin?.instance
    }
}
