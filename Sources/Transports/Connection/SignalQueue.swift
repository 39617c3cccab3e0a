package import DockerNetwork

/// Signals that nobody has taken yet.
///
/// One resync request says as much as several; of receipts the newest are kept, so that a
/// caller who takes none costs nothing for ever.
package struct SignalQueue {
    private static let mostReceipts = 20_000
    private var isResyncDue = false
    private var unheardResync: PublisherSignal?
    private var receipts = Fifo<PublisherSignal>()

    /// An empty queue.
    package init() {}

    package var first: PublisherSignal? {
        isResyncDue ? .resync : unheardResync ?? receipts.first
    }

    package mutating func addResync() {
        isResyncDue = true
    }

    package mutating func addUnheardResync(_ reason: String) {
        unheardResync = .resyncUnheard(reason: reason)
    }

    package mutating func add(_ receipt: PublisherSignal) {
        receipts.append(receipt)
        if receipts.count > Self.mostReceipts { receipts.removeFirst() }
    }

    package mutating func removeFirst() {
        if isResyncDue {
            isResyncDue = false
        } else if unheardResync != nil {
            unheardResync = nil
        } else {
            receipts.removeFirst()
        }
    }
}
