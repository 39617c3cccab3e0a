package import DockerNetwork

/// Signals that nobody has taken yet, and who waits for one.
///
/// One resync request says as much as several; of receipts the newest are kept, so that a
/// caller who takes none costs nothing for ever.
package struct SignalQueue {
    private static let mostReceipts = 20_000
    private var isResyncDue = false
    private var unheardResync: PublisherSignal?
    private var receipts = Fifo<PublisherSignal>()
    private var waiters: [Reply<PublisherSignal>] = []

    /// An empty queue.
    package init() {}

    /// Adds a host's request to announce again.
    package mutating func addResync() {
        isResyncDue = true
    }

    /// Adds that such requests are not heard, and why.
    package mutating func addUnheardResync(_ reason: String) {
        unheardResync = .resyncUnheard(reason: reason)
    }

    /// Adds a receipt.
    package mutating func add(_ receipt: PublisherSignal) {
        receipts.append(receipt)
        if receipts.count > Self.mostReceipts { receipts.removeFirst() }
    }

    /// Lets a caller wait for a signal, behind others that do.
    package mutating func wait(_ reply: Reply<PublisherSignal>) {
        waiters.removeAll { $0.isSettled }
        waiters.append(reply)
    }

    /// Gives the signals to those who wait.
    package mutating func give() {
        while let reply = waiters.first, let signal = first {
            waiters.removeFirst()
            if reply.resolve(.success(signal)) { removeFirst() }
        }
    }

    /// Ends every wait with an error.
    package mutating func fail(_ error: TransportError) {
        for reply in waiters { reply.resolve(.failure(error)) }
        waiters = []
    }

    private var first: PublisherSignal? {
        isResyncDue ? .resync : unheardResync ?? receipts.first
    }

    private mutating func removeFirst() {
        if isResyncDue {
            isResyncDue = false
        } else if unheardResync != nil {
            unheardResync = nil
        } else {
            receipts.removeFirst()
        }
    }
}
