internal import DockerNetwork
internal import Synchronization

/// An emitter's end of an in-memory network.
final class InMemoryPublisher: Publisher {
    /// The route of the hosts' answers.
    let route = InstanceID.random().description
    let options: PublisherOptions
    let signals = Mailbox<PublisherSignal>()
    private let network: InMemoryNetwork
    private let isClosed = Mutex(false)

    init(network: InMemoryNetwork, options: PublisherOptions) {
        self.network = network
        self.options = options
    }

    var capabilities: TransportCapabilities { InMemoryTransport(network).capabilities }

    func publish(
        _ publications: [Publication]
    ) async throws(TransportError) -> [PublishOutcome] {
        guard !Task.isCancelled else {
            throw TransportError(.cancelled, "memory: the publish was cancelled")
        }
        guard !isClosed.withLock(\.self) else { throw .inMemoryClosed }
        let isTooLong = publications.map {
            $0.messageID.utf8.count > Publication.longestMessageID
        }
        let messages = zip(publications, isTooLong).filter { !$1 }.map { publication, _ in
            InMemoryMessage(
                content: .announcement(WireMessage(publication.announcement)),
                messageID: publication.messageID,
                replyAddress: publication.wantsReceipt && options.hearsReceipts
                    ? ReplyAddress(route: route, correlation: publication.messageID) : nil)
        }
        let isRouted = await network.route(messages)
        return isTooLong.map { isTooLong in
            guard !isTooLong else { return .refused("its message-id has more than 255 bytes") }
            return isRouted ? .routed : .noReceiver
        }
    }

    func nextSignal() async throws(TransportError) -> PublisherSignal {
        try await signals.next()
    }

    func close() async {
        isClosed.withLock { $0 = true }
        await network.remove(self)
        await signals.close()
    }
}
