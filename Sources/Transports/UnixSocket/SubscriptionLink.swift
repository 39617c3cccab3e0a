import CDockerNetworkSystem
import DockerNetwork
import DockerNetworkConnection

/// A host's end: the socket that listens, and the emitters that are connected.
///
/// One thread serves them all and never waits for one of them. How much of each is in memory has a
/// limit, beyond which it is not read until the host has caught up; a client that does not read its
/// answers is dropped.
final class SubscriptionLink: SubscribingLink {
    private let configuration: UnixSocketConfiguration
    private let options: SubscriptionOptions
    private let poller: Poller
    private var place: SocketPlace
    private var buffer = [UInt8](repeating: 0, count: Packet.readLength)
    private var clients: [UInt64: Client] = [:]
    private var nextClient: UInt64 = 1
    /// The number of connections of each sender.
    private var census = ClientCensus()
    private var turns = ClientTurns()
    private var probes = AwaitedProbes()
    private var backlog = Backlog()
    /// The number of all clients' names that end with their connections.
    private var boundCount = 0
    private var batches = BatchWaiter()

    /// Listens.
    ///
    /// - Throws: `TransportError`: `.inUse` where another process listens there.
    init(
        _ configuration: UnixSocketConfiguration, _ options: SubscriptionOptions
    ) throws(TransportError) {
        self.configuration = configuration
        self.options = options
        let poller = try Poller()
        place = try SocketPlace(configuration, watchedBy: poller)
        self.poller = poller
    }

    // MARK: - Calls

    /// Waits for deliveries, unless some are there.
    func nextBatch(limit: Int, _ reply: Reply<[Delivery]>) {
        batches.wait(limit: limit, reply)
    }

    /// Lets more of those come who sent these, and hands receipts to the clients that asked for them
    /// and are still there.
    func settle(
        _ tokens: [Delivery.Token], sending receipts: [(Receipt, to: ReplyAddress)],
        _ reply: Reply<Void>
    ) {
        backlog.acknowledge(tokens)
        for (receipt, address) in receipts {
            guard let key = UInt64(address.route), let client = clients[key] else { continue }
            client.send(Packet(receipt, correlation: address.correlation))
            turns.flushLater(key)
        }
        reply.resolve(.success(()))
    }

    /// Puts the socket back where it was removed, and a probe behind everything on its way.
    func sendProbe(_ probe: ProbeID, _ reply: Reply<Void>) throws(TransportError) {
        try restorePlace()
        probes.append(probe)
        reply.resolve(.success(()))
    }

    /// Asks all that are connected to announce again.
    func requestResync(_ reply: Reply<Void>) {
        for (key, client) in clients {
            client.requestResync()
            turns.flushLater(key)
        }
        reply.resolve(.success(()))
    }

    /// Sends what the clients still take.
    func close() {
        for client in clients.values { _ = client.flush() }
    }

    func fail(_ error: TransportError) {
        batches.fail(error)
    }

    // MARK: - The thread's turn

    /// So many are accepted before those that are connected get their turn.
    private static let acceptsPerTurn = 64
    /// So many before a probe: whoever waited when it was asked for may have announced something.
    private static let acceptsPerProbe = 1_024
    /// So long is read before what was read is handed on.
    private static let longestReading = Duration.milliseconds(3)

    func turn() throws(TransportError) -> ConnectionThread.Wait {
        if place.isLookDue() { try restorePlace() }
        place.resumeAccepting(poller)
        acceptClients(atMost: probes.areAsked ? Self.acceptsPerProbe : Self.acceptsPerTurn)
        noteReady()
        probes.wait(for: turns.ready)
        readInTurns()
        while let probe = probes.popFirst() { backlog.append(probe) }
        backlog.give(to: &batches)
        flush()
        dropBlocked()
        resumePaused()
        return ConnectionThread.Wait(
            socket: poller.number, timeout: turns.isAnyReady ? 0 : millisecondsToWait)
    }

    /// Emitters that are connected stay so; others find the socket again.
    private func restorePlace() throws(TransportError) {
        guard try place.isEmpty() else { return }
        // Whoever waits to be accepted came before it was removed, and would go with it.
        acceptClients(atMost: .max)
        place = try SocketPlace(configuration, watchedBy: poller)
    }

    /// Notes whose sockets are ready: the poller tells some of them at a time, each once before it
    /// begins anew.
    private func noteReady() {
        var told: Set<UInt64> = [SocketPlace.listeningKey]
        while true {
            let new = poller.ready().filter { told.insert($0).inserted }
            guard !new.isEmpty else { return }
            for key in new {
                guard let client = clients[key] else { continue }
                if client.interest.contains(.writing) { turns.flushLater(key) }
                if client.interest.contains(.reading) { turns.add(key, of: client.sender) }
            }
        }
    }

    /// Reads from senders in turns, and of a sender from its clients.
    private func readInTurns() {
        let end = ContinuousClock.now + Self.longestReading
        while let key = turns.next() {
            guard let client = clients[key] else { continue }
            if readPackets(of: client) {
                turns.putBehind(key, of: client.sender)
            } else {
                wasRead(key)
            }
            if end <= .now { return }
        }
    }

    /// Notes that all is read that a client had sent, or that it is not read now.
    private func wasRead(_ key: UInt64) {
        turns.wasRead(key)
        probes.wasRead(key)
    }

    /// Sends answers as far as their readers let it.
    private func flush() {
        for key in turns.takeUnflushed() {
            guard let client = clients[key] else { continue }
            // What it sent before it went is read all the same, and then its end.
            turns.set(key, isBlocked: client.flush() && client.blockedSince != nil)
            watch(client)
        }
    }

    /// Drops those that have left their answers unread for too long.
    private func dropBlocked() {
        let limit = ContinuousClock.now - configuration.answerTimeout
        for key in turns.blocked {
            guard let client = clients[key], let since = client.blockedSince, since <= limit
            else { continue }
            end(client)
        }
    }

    private func resumePaused() {
        for key in turns.paused {
            guard let client = clients[key], backlog.mayRead(client) else { continue }
            turns.resume(key)
            watch(client)
        }
    }

    private func watch(_ client: Client) {
        let interest = turns.interest(of: client.key)
        if poller.watch(client.socket.number, as: client.key, client.interest, interest) {
            client.interest = interest
        } else {
            end(client)
        }
    }

    private var millisecondsToWait: CInt {
        var instants = turns.blocked.compactMap { clients[$0]?.blockedSince }
            .map { $0 + configuration.answerTimeout }
        if let deadline = place.deadline { instants.append(deadline) }
        return instants.min()?.millisecondsFromNow ?? -1
    }

    // MARK: - Who comes and goes

    /// So many files a host service needs besides.
    private static let otherFiles = 64

    /// So many may be connected; a process whose limit is low keeps files for its sinks.
    private var mostClients: Int {
        let files = Int(clamping: my_docker_network_open_files())
        return max(1, min(configuration.mostClients, files - Self.otherFiles))
    }

    /// Takes those that want to connect.
    private func acceptClients(atMost limit: Int) {
        guard !backlog.isFull else { return place.pauseAccepting(poller) }
        for _ in 0..<limit {
            guard let socket = place.accept(poller) else { return }
            admit(socket)
        }
    }

    /// Admits a client: if all places are taken, the newest connection of the sender who has most
    /// makes room, whatever it announced: so one alone may have all, and keeps nobody out.
    private func admit(_ socket: consuming PacketSocket) {
        let client = Client(socket, key: nextClient)
        nextClient += 1
        while clients.count >= mostClients, let key = census.cut(for: client.sender),
            let other = clients[key]
        {
            let reason =
                "\(clients.count) emitters are connected, the most of them from its sender "
                + "(\(other.sender)), and another needs the place"
            // It lives, and will connect again: its names end with their leases, if it does not.
            end(other, because: reason, withdraws: false)
        }
        guard poller.watch(client.socket.number, as: client.key, [], .reading) else { return }
        client.interest = .reading
        clients[client.key] = client
        census.insert(client.key, of: client.sender)
    }

    /// Ends a connection, and withdraws what ends with it.
    ///
    /// - Parameters:
    ///   - client: Whose connection it is.
    ///   - reason: What the client is told; nil: nothing, since it went or does not read.
    ///   - withdraws: Whether what it announced ends with it.
    private func end(_ client: Client, because reason: String? = nil, withdraws: Bool = true) {
        if let reason { _ = client.socket.send(Packet(ending: reason).bytes) }
        _ = poller.watch(client.socket.number, as: client.key, client.interest, [])
        clients[client.key] = nil
        census.remove(client.key, of: client.sender)
        turns.remove(client.key)
        probes.wasRead(client.key)
        boundCount -= client.bound.count
        backlog.end(client, withdraws: withdraws)
    }

    // MARK: - What they say

    /// Of all clients together so many names are kept in mind.
    private static let mostBound = 200_000
    /// So many packets of one client are read before another gets its turn.
    private static let packetsPerTurn = 32

    /// Reads some of what a client has sent.
    ///
    /// - Returns: Whether there may be more.
    private func readPackets(of client: Client) -> Bool {
        turns.flushLater(client.key)
        for _ in 0..<Self.packetsPerTurn {
            guard backlog.mayRead(client) else {
                turns.pause(client.key)
                return false
            }
            switch client.socket.read(&buffer) {
            case .nothing: return false
            case .end:
                end(client)
                return false
            case .packet(.success(let packet)) where packet.kind == .announcement:
                hear(packet, from: client)
            case .packet(let result):
                let error: PacketError =
                    switch result {
                    case .success(let packet): .kind(packet.kind.rawValue)
                    case .failure(let error): error
                    }
                client.hasSpoken = true
                backlog.append(.malformed(.unreadable), of: client)
                end(client, because: error.description)
                return false
            }
        }
        return true
    }

    private func hear(_ packet: Packet, from client: Client) {
        client.hasSpoken = true
        let content = packet.content(in: options.domain)
        if case .announcement(let announcement) = content, packet.fields[.bound] != nil,
            configuration.withdrawsOnClose
        {
            boundCount += client.note(announcement, mayAdd: boundCount < Self.mostBound)
        }
        if let number = packet.number { client.confirm(number) }
        backlog.append(
            content, of: client, messageID: packet.shortText(.messageID),
            answering: packet.shortText(.correlation))
    }
}
