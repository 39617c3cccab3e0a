package import DockerNetwork

/// The items to send, in their order, the callers who wait until they are sent, and the time by
/// when the other side must take some.
package struct SendQueue<Item> {
    private enum Entry {
        case item(Item)
        /// All that stands before it is sent.
        case sent(Reply<Void>)
    }

    private var entries = Fifo<Entry>()
    private let timeout: Duration?
    /// By when the other side must take something; nil: nothing waits, or it has no limit.
    package private(set) var deadline: ContinuousClock.Instant?

    /// An empty queue.
    ///
    /// - Parameter timeout: How long the other side may take nothing; nil: without a limit.
    package init(timeout: Duration? = nil) {
        self.timeout = timeout
    }

    /// Whether nothing is to be sent, and nobody to be told.
    package var isEmpty: Bool { entries.isEmpty }

    /// Puts an item at the end.
    package mutating func append(_ item: Item) {
        append(.item(item))
    }

    /// Gives the reply once everything is sent that waits now.
    package mutating func append(_ reply: Reply<Void>) {
        append(.sent(reply))
    }

    private mutating func append(_ entry: Entry) {
        if isEmpty { restartTimeout() }
        entries.append(entry)
    }

    /// Takes the next item, to be sent at once; who waited for those before it is told.
    package mutating func popFirst() -> Item? {
        while let entry = entries.first {
            entries.removeFirst()
            switch entry {
            case .item(let item):
                restartTimeout()
                return item
            case .sent(let reply): reply.resolve(.success(()))
            }
        }
        deadline = nil
        return nil
    }

    private mutating func restartTimeout() {
        deadline = timeout.map { .now + $0 }
    }

    /// Empties the queue; everyone who waits gets the error.
    package mutating func fail(_ error: TransportError) {
        while let entry = entries.first {
            entries.removeFirst()
            if case .sent(let reply) = entry { reply.resolve(.failure(error)) }
        }
        deadline = nil
    }
}
