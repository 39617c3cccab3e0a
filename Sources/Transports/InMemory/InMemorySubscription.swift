internal import DockerNetwork
internal import Synchronization

/// A host's end of an in-memory network.
final class InMemorySubscription: Subscription {
    private let network: InMemoryNetwork
    private let queue: InMemoryQueue
    private let isClosed = Mutex(false)

    init(network: InMemoryNetwork, queue: InMemoryQueue) {
        self.network = network
        self.queue = queue
    }

    func nextBatch(limit: Int) async throws(TransportError) -> [Delivery] {
        try checkOpen()
        return try await queue.next(limit: limit)
    }

    func settle(
        _ tokens: [Delivery.Token], sending receipts: [(Receipt, to: ReplyAddress)]
    ) async throws(TransportError) {
        try checkOpen()
        try await queue.acknowledge(tokens)
        for (receipt, address) in receipts { await network.send(receipt, to: address) }
    }

    func sendProbe(_ probe: ProbeID) async throws(TransportError) {
        try checkOpen()
        await queue.append([InMemoryMessage(content: .probe(probe))])
    }

    func requestResync() async throws(TransportError) {
        try checkOpen()
        await network.signalAll(.resync)
    }

    func close() async {
        let wasClosed = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return isClosed
        }
        guard !wasClosed else { return }
        await queue.close()
    }

    private func checkOpen() throws(TransportError) {
        guard !isClosed.withLock(\.self) else { throw .inMemoryClosed }
    }
}
