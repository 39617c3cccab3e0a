import CDockerNetworkSystem
import DockerNetwork
import DockerNetworkConnection
import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension SubscriptionConnection {
    /// What the poller calls the socket that listens.
    static let listeningKey: UInt64 = 0
    /// What it calls the watch over the socket's folder.
    static let placeKey = UInt64.max
    /// So many files a host service needs besides.
    private static let otherFiles = 64
    /// How long nobody is accepted after there was no file descriptor left.
    private static let shortagePause = Duration.milliseconds(100)

    /// So many may be connected; a process whose limit is low keeps files for its sinks.
    private var mostClients: Int {
        let files = Int(clamping: my_docker_network_open_files())
        return max(1, min(configuration.mostClients, files - Self.otherFiles))
    }

    /// Takes those that want to connect.
    func acceptClients(atMost limit: Int) {
        guard let listening, acceptsAgainAt == nil else { return }
        guard arrived.count < Self.mostArrived else { return pauseAccepting() }
        for _ in 0..<limit {
            let number = my_docker_network_accept(listening.number, nil, nil)
            guard number >= 0 else { return handleAcceptError(errno) }
            admit(PacketSocket(number))
        }
    }

    /// Without a file descriptor the socket stays ready: not looking at it for a moment keeps the
    /// thread from spinning.
    private func handleAcceptError(_ number: CInt) {
        guard [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(number) else { return }
        pauseAccepting()
    }

    private func pauseAccepting() {
        guard let listening else { return }
        _ = poller.watch(listening.number, as: Self.listeningKey, .reading, [])
        acceptsAgainAt = .now + Self.shortagePause
    }

    func acceptAgain() {
        guard let listening, let acceptsAgainAt, acceptsAgainAt <= .now else { return }
        self.acceptsAgainAt = nil
        _ = poller.watch(listening.number, as: Self.listeningKey, [], .reading)
    }

    /// Where all places are taken, the newest connection of the sender who has most makes room,
    /// whatever it announced: so one alone may have all, and keeps nobody out.
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
    func end(_ client: Client, because reason: String? = nil, withdraws: Bool = true) {
        if let reason { _ = client.socket.send(Packet(ending: reason).bytes) }
        _ = poller.watch(client.socket.number, as: client.key, client.interest, [])
        clients[client.key] = nil
        census.remove(client.key, of: client.sender)
        wasRead(client.key)
        unflushed.remove(client.key)
        paused.remove(client.key)
        blocked.remove(client.key)
        boundCount -= client.bound.count
        for token in client.outstanding { owners[token] = nil }
        countOutstanding(-client.outstanding.count, of: client.sender)
        client.outstanding = []
        if withdraws {
            for withdrawal in client.withdrawals { deliver(.announcement(withdrawal), of: client) }
        }
        if client.hasSpoken { deliverLast(.left, of: client) }
    }

    // MARK: - What they say

    /// Of all clients together so many names are kept in mind.
    private static let mostBound = 200_000
    /// So many packets of one client are read before another gets its turn.
    private static let packetsPerTurn = 32
    /// So many messages of one client wait for the host at most, and of one sender.
    private static let mostOutstanding = 5_000
    private static let mostOfSender = 20_000
    /// Once so many of all senders wait, each client gets a small share.
    private static let manyOutstanding = 50_000
    /// The share: those that flood keep nobody else out.
    private static let fairOutstanding = 16
    /// Beyond so many nobody is read, nor accepted: clients that come, speak and go.
    private static let mostArrived = 200_000
    /// A client that has so many bytes to read gets none more by sending.
    private static let mostUnsentBytes = 65_536

    func mayRead(_ client: Client) -> Bool {
        guard client.unsentBytes < Self.mostUnsentBytes, arrived.count < Self.mostArrived
        else { return false }
        let ofSender = max(arrived.count(of: client.sender), outstanding[client.sender] ?? 0)
        let all = max(arrived.count, owners.count)
        guard ofSender < Self.mostOfSender, all < Self.manyOutstanding else {
            // What clients left that are gone counts for their sender, too.
            return client.outstanding.count < Self.fairOutstanding
                && arrived.count(of: client.sender) < 2 * Self.mostOfSender
        }
        return client.outstanding.count < Self.mostOutstanding
    }

    /// Reads some of what a client has sent.
    ///
    /// - Returns: Whether there may be more.
    func readPackets(of client: Client) -> Bool {
        unflushed.insert(client.key)
        for _ in 0..<Self.packetsPerTurn {
            guard mayRead(client) else {
                paused.insert(client.key)
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
                deliver(.malformed(.unreadable), of: client)
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
        deliver(
            content, of: client, messageID: packet.shortText(.messageID),
            answering: packet.shortText(.correlation))
    }
}
