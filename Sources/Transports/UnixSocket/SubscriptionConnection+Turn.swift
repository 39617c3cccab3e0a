import DockerNetwork
import DockerNetworkConnection

extension SubscriptionConnection {
    /// So many are accepted before those that are connected get their turn.
    private static let acceptsPerTurn = 256

    func turn() -> ConnectionThread.Wait {
        guard isListening else { return ConnectionThread.Wait() }
        acceptAgain()
        acceptClients(atMost: Self.acceptsPerTurn)
        let due = probes
        serveReady()
        // Everything that was sent before these were asked for has been read.
        for probe in due { deliver(.probe(probe)) }
        probes.removeFirst(due.count)
        giveBatch()
        flush()
        dropBlocked()
        resumePaused()
        return ConnectionThread.Wait(
            socket: poller.number, timeout: millisecondsToWait)
    }

    /// Gives each socket that is ready its turn.
    private func serveReady() {
        var served: Set<UInt64> = [Self.listeningKey]
        while true {
            let new = poller.ready().filter { served.insert($0).inserted }
            guard !new.isEmpty else { return }
            for key in new {
                guard let client = clients[key] else { continue }
                if client.interest.contains(.reading) {
                    readPackets(of: client)
                } else {
                    unflushed.insert(key)
                }
            }
        }
    }

    /// Gives what has arrived to whoever waits for it.
    private func giveBatch() {
        guard let waiter, !arrived.isEmpty else { return }
        let batch = arrived.prefix(waiter.limit)
        self.waiter = nil
        if waiter.reply.resolve(.success(batch)) { arrived.removeFirst(batch.count) }
    }

    /// Sends answers as far as their readers let it.
    private func flush() {
        let keys = unflushed
        unflushed = []
        for key in keys {
            guard let client = clients[key] else { continue }
            // What it sent before it went is read all the same, and then its end.
            let isBlocked = client.flush() && client.blockedSince != nil
            if isBlocked { blocked.insert(key) } else { blocked.remove(key) }
            watch(client)
        }
    }

    /// Drops those that have left their answers unread for too long.
    private func dropBlocked() {
        let limit = ContinuousClock.now - configuration.answerTimeout
        for key in blocked {
            guard let client = clients[key], let since = client.blockedSince, since <= limit
            else { continue }
            end(client)
        }
    }

    private func resumePaused() {
        for key in paused {
            guard let client = clients[key], mayRead(client) else { continue }
            paused.remove(key)
            watch(client)
        }
    }

    private func watch(_ client: Client) {
        var interest: Poller.Interest = paused.contains(client.key) ? [] : .reading
        if blocked.contains(client.key) { interest.insert(.writing) }
        if poller.watch(client.socket.number, as: client.key, client.interest, interest) {
            client.interest = interest
        } else {
            end(client)
        }
    }

    private var millisecondsToWait: CInt {
        var instants = blocked.compactMap { clients[$0]?.blockedSince }
            .map { $0 + configuration.answerTimeout }
        if let acceptsAgainAt { instants.append(acceptsAgainAt) }
        return instants.min()?.millisecondsFromNow ?? -1
    }
}
