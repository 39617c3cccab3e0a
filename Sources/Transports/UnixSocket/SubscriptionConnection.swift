import CDockerNetworkSystem
import DockerNetwork
import DockerNetworkConnection
import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A host's end: the socket that listens, and the emitters that are connected.
///
/// One thread serves them all and never waits for one of them. How much of each is in memory has a
/// limit, beyond which it is not read until the host has caught up; a client that does not read its
/// answers is dropped.
actor SubscriptionConnection: SubscribingActor {
    /// Whoever waits for a batch, and how much that may be.
    struct Waiter {
        var reply: Reply<[Delivery]>
        var limit: Int
    }

    /// A probe that is on its way.
    struct AwaitedProbe {
        var id: ProbeID
        /// Who had something to read when it was asked for.
        var clients: Set<UInt64>
    }

    nonisolated let thread: ConnectionThread
    nonisolated let configuration: UnixSocketConfiguration
    nonisolated let options: SubscriptionOptions
    nonisolated var endpoint: String { configuration.endpoint }
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    var listening: SocketFile?
    /// Tells of changes in the socket's directory; nil where the kernel does not.
    private var placeWatch: DirectoryWatch?
    let poller: Poller
    var buffer = [UInt8](repeating: 0, count: Packet.readLength)
    /// Why the connection is over.
    private var failure: TransportError?
    var clients: [UInt64: Client] = [:]
    var nextClient: UInt64 = 1
    /// Who has how many connections.
    var census = ClientCensus()
    /// Those that may have something to read, in turns of their senders.
    var ready = FairQueue<UInt64>()
    /// The same ones.
    var readyKeys: Set<UInt64> = []
    /// Those that have something to send.
    var unflushed: Set<UInt64> = []
    /// Those that are not read until the host has caught up.
    var paused: Set<UInt64> = []
    /// Those that leave their answers unread.
    var blocked: Set<UInt64> = []
    /// How many names all clients have that end with them.
    var boundCount = 0
    /// When its place is looked at again, where the kernel does not tell of changes there, or did so
    /// a moment ago.
    var placeCheckAt: ContinuousClock.Instant?
    /// When it was looked at last.
    private var lastLook: ContinuousClock.Instant?
    /// When the listening socket is looked at again, after there was no file descriptor left.
    var acceptsAgainAt: ContinuousClock.Instant?
    var arrived = Inbox()
    private var nextToken: UInt64 = 1
    /// Whose message it is that is not acknowledged, by token.
    var owners: [UInt64: UInt64] = [:]
    /// How many of those each sender has.
    var outstanding: [Sender: Int] = [:]
    /// Probes that come behind everything that is on its way now.
    var probes: [ProbeID] = []
    /// Probes that were asked for, and which clients are still to be read before they come.
    var awaitedProbes: [AwaitedProbe] = []
    var waiter: Waiter?

    /// Starts the connection's thread; nothing listens yet.
    init(
        _ configuration: UnixSocketConfiguration, _ options: SubscriptionOptions
    ) throws(TransportError) {
        poller = try Poller()
        thread = try ConnectionThread("docker-net-unix", SocketSleeper())
        self.configuration = configuration
        self.options = options
        attachToThread()
    }

    /// Ends the connection if nobody has closed it: nobody is left waiting, nothing stays behind.
    isolated deinit {
        fail(droppedHere)
        thread.finish()
    }

    // MARK: - Calls

    /// Listens.
    func open(_ reply: Reply<Void>) {
        do throws(TransportError) {
            try listen()
        } catch {
            fail(error)
            reply.resolve(.failure(error))
            return
        }
        // A caller that gave up meanwhile leaves nothing behind.
        if !reply.resolve(.success(())) { close(Reply()) }
    }

    /// Waits for deliveries, unless some are there.
    func nextBatch(limit: Int, _ reply: Reply<[Delivery]>) {
        guard isListening else { return reject(reply) }
        if let waiter, !waiter.reply.isSettled {
            let text = "nextBatch is awaited by one task at a time"
            reply.resolve(.failure(configuration.error(.unsupported, text)))
            return
        }
        waiter = Waiter(reply: reply, limit: max(1, limit))
    }

    /// Lets more of those come who sent these.
    func acknowledge(_ tokens: [Delivery.Token], _ reply: Reply<Void>) {
        guard isListening else { return reject(reply) }
        for token in tokens {
            guard let key = owners.removeValue(forKey: token.rawValue), let client = clients[key]
            else { continue }
            client.outstanding.remove(token.rawValue)
            countOutstanding(-1, of: client.sender)
        }
        reply.resolve(.success(()))
    }

    /// Hands receipts to the clients that asked for them and are still there.
    func send(_ receipts: [(Receipt, to: ReplyAddress)], _ reply: Reply<Void>) {
        guard isListening else { return reject(reply) }
        for (receipt, address) in receipts {
            guard let key = UInt64(address.route), let client = clients[key] else { continue }
            client.send(Packet(receipt, correlation: address.correlation))
            unflushed.insert(key)
        }
        reply.resolve(.success(()))
    }

    /// Puts the socket back where it was removed, and a probe behind everything on its way.
    func sendProbe(_ probe: ProbeID, _ reply: Reply<Void>) {
        guard isListening else { return reject(reply) }
        do throws(TransportError) {
            try restorePlace()
        } catch {
            fail(error)
            reply.resolve(.failure(error))
            return
        }
        probes.append(probe)
        reply.resolve(.success(()))
    }

    /// Asks all that are connected to announce again.
    func requestResync(_ reply: Reply<Void>) {
        guard isListening else { return reject(reply) }
        for (key, client) in clients {
            client.requestResync()
            unflushed.insert(key)
        }
        reply.resolve(.success(()))
    }

    /// Ends all connections and removes the socket; whoever still waits gets `.closed`.
    func close(_ reply: Reply<Void>) {
        for client in clients.values { _ = client.flush() }
        fail(closedHere)
        reply.resolve(.success(()))
    }

    // MARK: - State

    var isListening: Bool { listening != nil }

    /// Puts a message where the next batches take it from.
    ///
    /// - Parameters:
    ///   - content: What it says.
    ///   - client: Who sent it.
    ///   - messageID: Its identity, where it has one.
    ///   - correlation: What a receipt shall refer to, where one is wanted.
    func deliver(
        _ content: Delivery.Content, of client: Client, messageID: String? = nil,
        answering correlation: String? = nil
    ) {
        let token = makeToken()
        if clients[client.key] != nil {
            client.outstanding.insert(token.rawValue)
            owners[token.rawValue] = client.key
            countOutstanding(1, of: client.sender)
        }
        let address = correlation.map {
            ReplyAddress(route: String(client.key), correlation: $0)
        }
        arrived.append(
            Delivery(
                token: token, content: content, messageID: messageID, user: client.user,
                sender: client.sender, client: ClientID(rawValue: client.key),
                replyAddress: address))
    }

    /// Puts something behind everything that has arrived.
    func deliverLast(_ content: Delivery.Content, of client: Client? = nil) {
        arrived.appendBehindAll(
            Delivery(
                token: makeToken(), content: content, user: client?.user, sender: client?.sender,
                client: client.map { ClientID(rawValue: $0.key) }))
    }

    private func makeToken() -> Delivery.Token {
        defer { nextToken += 1 }
        return Delivery.Token(rawValue: nextToken)
    }

    func countOutstanding(_ difference: Int, of sender: Sender) {
        outstanding[sender, default: 0] += difference
        if outstanding[sender] == 0 { outstanding[sender] = nil }
    }

    private func reject<Value>(_ reply: Reply<Value>) {
        reply.resolve(.failure(failure ?? configuration.error(.closed, "not listening")))
    }

    /// Ends the connection: everyone who waits gets `error`, and so does every later call.
    func fail(_ error: TransportError) {
        listening = nil
        placeWatch = nil
        if failure == nil { failure = error }
        clients = [:]
        census = ClientCensus()
        ready = FairQueue()
        readyKeys = []
        unflushed = []
        paused = []
        blocked = []
        arrived = Inbox()
        owners = [:]
        outstanding = [:]
        probes = []
        awaitedProbes = []
        waiter?.reply.resolve(.failure(error))
        waiter = nil
    }

    private func listen() throws(TransportError) {
        let socket = try configuration.listen()
        guard poller.watch(socket.number, as: Self.listeningKey, [], .reading) else {
            throw ConnectionThread.shortage(of: "file descriptor", errno)
        }
        // The place is looked at once more: what changed before this watch began is seen then.
        placeWatch = socket.watchDirectory()
        if let placeWatch {
            _ = poller.watch(placeWatch.number, as: Self.placeKey, [], .reading)
        }
        acceptsAgainAt = nil
        placeCheckAt = .now + Self.placePause
        listening = socket
    }

    // MARK: - The socket's place

    /// How often its place is looked at where changes come one after the other, so that whoever
    /// removes it again and again keeps nobody from being served.
    private static let placePause = Duration.milliseconds(100)
    /// How often it is looked at where the kernel does not tell of changes.
    private static let placeInterval = Duration.milliseconds(900)

    /// Looks at the socket's place when something happened there.
    func lookAtPlace() {
        guard let listening else { return }
        let hasChanged = placeWatch?.hasSeen(listening.name)
        if hasChanged == true {
            let next = lastLook.map { $0 + Self.placePause } ?? .now
            placeCheckAt = min(placeCheckAt ?? next, next)
        }
        guard let due = placeCheckAt, due <= .now else { return }
        placeCheckAt = hasChanged == nil ? .now + Self.placeInterval : nil
        lastLook = .now
        do throws(TransportError) {
            try restorePlace()
        } catch {
            fail(error)
        }
    }

    /// Emitters that are connected stay so; others find the socket again.
    private func restorePlace() throws(TransportError) {
        switch listening?.place {
        case .nothing?:
            // Whoever waits to be accepted came before it was removed, and would go with it.
            acceptClients(atMost: .max)
            try listen()
        case .another?:
            throw takenPlaceError
        case .ours?, nil: return
        }
    }

    private var takenPlaceError: TransportError {
        switch SocketOwner.find(at: configuration.path) {
        case .somebody(let owner):
            configuration.error(
                .inUse, "\(owner) has put another socket in its place; stop what listens there")
        case .nobody:
            configuration.error(
                .inUse, "somebody has put something else in its place, where nobody listens")
        }
    }
}
