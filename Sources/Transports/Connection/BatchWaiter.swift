package import DockerNetwork

/// A place where deliveries wait until a batch of them is taken.
package protocol DeliverySource {
    /// Takes the next deliveries, at most `limit`.
    mutating func take(_ limit: Int) -> [Delivery]

    /// Puts back what was taken last: it comes first.
    mutating func putBack(_ batch: [Delivery])
}

extension Inbox: DeliverySource {}

/// The one caller of `nextBatch` that waits.
package struct BatchWaiter {
    private var waiting: (reply: Reply<[Delivery]>, limit: Int)?

    /// Nobody waits.
    package init() {}

    /// Whether somebody waits who has not given up.
    package var isWaiting: Bool { waiting.map { !$0.reply.isSettled } ?? false }

    /// Lets a caller wait for a batch of at most `limit`; refuses it where another one waits.
    package mutating func wait(limit: Int, _ reply: Reply<[Delivery]>) {
        guard !isWaiting else {
            let text = "nextBatch is awaited by one task at a time"
            reply.resolve(.failure(TransportError(.unsupported, text)))
            return
        }
        waiting = (reply, max(1, limit))
    }

    /// Gives a batch to the caller, where one waits and there is something.
    ///
    /// - Returns: How many deliveries it got.
    @discardableResult
    package mutating func give(from source: inout some DeliverySource) -> Int {
        guard isWaiting, let (reply, limit) = waiting else { return 0 }
        let batch = source.take(limit)
        guard !batch.isEmpty else { return 0 }
        waiting = nil
        // Who has given up gets nothing, and what arrived waits for the next.
        guard reply.resolve(.success(batch)) else {
            source.putBack(batch)
            return 0
        }
        return batch.count
    }

    /// Ends the wait with an error.
    package mutating func fail(_ error: TransportError) {
        waiting?.reply.resolve(.failure(error))
        waiting = nil
    }
}
