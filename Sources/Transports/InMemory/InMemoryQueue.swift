internal import DequeModule
internal import DockerNetwork

/// One host's messages: those that wait, and those that were handed out and not acknowledged.
actor InMemoryQueue {
    private var waiting: Deque<(token: UInt64, message: InMemoryMessage)> = []
    private var unacknowledged: [UInt64: InMemoryMessage] = [:]
    private var nextToken: UInt64 = 1
    private var domain = Domain.docker
    private var isOpen = false
    private var arrivals = Mailbox<Void>()

    /// Opens the queue for a subscription, or returns false where one has it.
    func open(domain: Domain) -> Bool {
        guard !isOpen else { return false }
        isOpen = true
        self.domain = domain
        arrivals = Mailbox()
        return true
    }

    /// Ends the subscription: what it did not acknowledge will come again, in its order.
    func close() async {
        guard isOpen else { return }
        isOpen = false
        for (token, message) in unacknowledged.sorted(by: { $0.key > $1.key }) {
            waiting.prepend((token, message))
        }
        unacknowledged = [:]
        await arrivals.close()
    }

    func append(_ messages: [InMemoryMessage]) async {
        for message in messages {
            waiting.append((nextToken, message))
            nextToken += 1
        }
        await arrivals.append([()])
    }

    func next(limit: Int) async throws(TransportError) -> [Delivery] {
        while waiting.isEmpty || !isOpen {
            try await arrivals.next()
        }
        let batch = waiting.prefix(max(1, limit)).map { token, message in
            unacknowledged[token] = message
            return delivery(of: message, token)
        }
        waiting.removeFirst(batch.count)
        return batch
    }

    func acknowledge(_ tokens: [Delivery.Token]) throws(TransportError) {
        guard isOpen else { throw .inMemoryClosed }
        for token in tokens { unacknowledged[token.rawValue] = nil }
    }

    private func delivery(of message: InMemoryMessage, _ token: UInt64) -> Delivery {
        let content: Delivery.Content
        switch message.content {
        case .probe(let probe):
            content = .probe(probe)
        case .announcement(let wire):
            do {
                content = .announcement(try wire.announcement(in: domain))
            } catch {
                content = .malformed(error)
            }
        }
        return Delivery(
            token: Delivery.Token(rawValue: token), content: content, messageID: message.messageID,
            replyAddress: message.replyAddress)
    }
}
