internal import DockerNetwork

/// The network of one process's transports: the hosts' queues and the emitters that listen.
///
/// A queue is made by the first subscription of its name and stays, so that a host that comes
/// back finds what it missed.
public actor InMemoryNetwork {
    private var queues: [String: InMemoryQueue] = [:]
    private var publishers: [String: InMemoryPublisher] = [:]

    /// Makes a network without hosts.
    public init() {}

    func add(_ publisher: InMemoryPublisher) {
        publishers[publisher.route] = publisher
    }

    func remove(_ publisher: InMemoryPublisher) {
        publishers[publisher.route] = nil
    }

    func openQueue(_ options: SubscriptionOptions) async -> InMemoryQueue? {
        let queue = queues[options.hostName] ?? InMemoryQueue()
        guard await queue.open(domain: options.domain) else { return nil }
        queues[options.hostName] = queue
        return queue
    }

    /// Puts a message into every queue, and returns whether there is one.
    func route(_ messages: [InMemoryMessage]) async -> Bool {
        for queue in queues.values { await queue.append(messages) }
        return !queues.isEmpty
    }

    func signalAll(_ signal: PublisherSignal) async {
        for publisher in publishers.values where publisher.options.hearsResync {
            await publisher.signals.append([signal])
        }
    }

    func send(_ receipt: Receipt, to address: ReplyAddress) async {
        await publishers[address.route]?.signals.append(
            [.receipt(receipt, messageID: address.correlation)])
    }
}
