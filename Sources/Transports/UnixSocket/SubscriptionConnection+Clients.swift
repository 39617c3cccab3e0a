import CUnix
import DockerNetwork
import DockerNetworkConnection

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension SubscriptionConnection {
    /// What the poller calls the socket that listens.
    static let listeningKey: UInt64 = 0
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
        for _ in 0..<limit {
            let number = my_docker_network_socket_accept(listening.number)
            guard number >= 0 else { return heedAcceptError(errno) }
            admit(PacketSocket(number))
        }
    }

    /// Without a file descriptor the socket stays ready: not looking at it for a moment keeps the
    /// thread from spinning.
    private func heedAcceptError(_ number: CInt) {
        guard [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(number), let listening else { return }
        _ = poller.watch(listening.number, as: Self.listeningKey, .reading, [])
        acceptsAgainAt = .now + Self.shortagePause
    }

    func acceptAgain() {
        guard let listening, let acceptsAgainAt, acceptsAgainAt <= .now else { return }
        self.acceptsAgainAt = nil
        _ = poller.watch(listening.number, as: Self.listeningKey, [], .reading)
    }

    /// Where all places are taken, whoever has been silent for the longest makes room.
    private func admit(_ socket: consuming PacketSocket) {
        if clients.count >= mostClients {
            guard let oldest = silent.min(), let client = clients[oldest] else {
                let reason = "\(clients.count) emitters are connected, and it takes no more"
                _ = socket.send(Packet(ending: reason).bytes)
                return
            }
            end(client, because: "others need its place, and it has announced nothing")
        }
        let client = Client(socket, key: nextClient)
        nextClient += 1
        guard poller.watch(client.socket.number, as: client.key, [], .reading) else { return }
        client.interest = .reading
        clients[client.key] = client
        silent.insert(client.key)
    }

    /// Ends a connection, and withdraws what ends with it.
    ///
    /// - Parameters:
    ///   - client: Whose connection it is.
    ///   - reason: What the client is told; nil: nothing, since it went or does not read.
    func end(_ client: Client, because reason: String? = nil) {
        if let reason { _ = client.socket.send(Packet(ending: reason).bytes) }
        _ = poller.watch(client.socket.number, as: client.key, client.interest, [])
        clients[client.key] = nil
        silent.remove(client.key)
        unflushed.remove(client.key)
        paused.remove(client.key)
        blocked.remove(client.key)
        boundCount -= client.bound.count
        for withdrawal in client.withdrawals {
            deliver(.announcement(withdrawal), user: client.user)
        }
    }

    // MARK: - What they say

    /// Of all clients together so many names are kept in mind.
    private static let mostBound = 200_000
    /// So many packets of one client are read before another gets its turn: more than its socket
    /// holds, so that one turn reads what was on its way before it.
    private static let packetsPerTurn = 1_024
    /// So many messages of one client wait for the host at most.
    private static let mostOutstanding = 5_000
    /// Once so many of all clients wait, each gets a small share.
    private static let manyOutstanding = 50_000
    /// The share: a few that flood keep nobody else out.
    private static let fairOutstanding = 16
    /// A client that has so many bytes to read gets none more by sending.
    private static let mostUnsentBytes = 65_536

    func mayRead(_ client: Client) -> Bool {
        let most = owners.count < Self.manyOutstanding ? Self.mostOutstanding : Self.fairOutstanding
        return client.outstanding < most && client.unsentBytes < Self.mostUnsentBytes
    }

    func readPackets(of client: Client) {
        unflushed.insert(client.key)
        for _ in 0..<Self.packetsPerTurn {
            guard mayRead(client) else {
                paused.insert(client.key)
                return
            }
            switch client.socket.read(&buffer) {
            case .nothing: return
            case .end: return end(client)
            case .packet(.success(let packet)) where packet.kind == .announcement:
                hear(packet, from: client)
            case .packet(let result):
                let error: PacketError =
                    switch result {
                    case .success(let packet): .kind(packet.kind.rawValue)
                    case .failure(let error): error
                    }
                deliver(.malformed(.unreadable), user: client.user)
                return end(client, because: error.description)
            }
        }
    }

    private func hear(_ packet: Packet, from client: Client) {
        silent.remove(client.key)
        let content = packet.content(in: options.domain)
        if case .announcement(let announcement) = content, packet.fields[.bound] != nil,
            configuration.withdrawsOnClose
        {
            boundCount += client.note(announcement, mayAdd: boundCount < Self.mostBound)
        }
        if let number = packet.number { client.confirm(number) }
        deliver(
            content, messageID: packet.shortText(.messageID), user: client.user, of: client,
            answering: packet.shortText(.correlation))
    }
}
