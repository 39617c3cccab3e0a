import DockerNetwork
import DockerNetworkConnection

extension SubscriptionConnection {
    /// So many are accepted before those that are connected get their turn.
    private static let acceptsPerTurn = 64
    /// So many before a probe: whoever waited when it was asked for may have announced something.
    private static let acceptsPerProbe = 1_024
    /// So long is read before what was read is handed on.
    private static let longestReading = Duration.milliseconds(3)

    func turn() -> ConnectionThread.Wait {
        lookAtPlace()
        guard isListening else { return ConnectionThread.Wait() }
        acceptAgain()
        acceptClients(atMost: probes.isEmpty ? Self.acceptsPerTurn : Self.acceptsPerProbe)
        noteReady()
        for probe in probes { awaitedProbes.append(AwaitedProbe(id: probe, clients: readyKeys)) }
        probes = []
        readInTurns()
        giveProbes()
        giveBatch()
        flush()
        dropBlocked()
        resumePaused()
        return ConnectionThread.Wait(
            socket: poller.number, timeout: ready.isEmpty ? millisecondsToWait : 0)
    }

    /// Notes whose sockets are ready: the poller tells some of them at a time, each once before it
    /// begins anew.
    private func noteReady() {
        var told: Set<UInt64> = [Self.listeningKey]
        while true {
            let new = poller.ready().filter { told.insert($0).inserted }
            guard !new.isEmpty else { return }
            for key in new {
                guard let client = clients[key] else { continue }
                if client.interest.contains(.writing) { unflushed.insert(key) }
                guard client.interest.contains(.reading), readyKeys.insert(key).inserted
                else { continue }
                ready.append(key, of: client.sender, nil)
            }
        }
    }

    /// Reads from senders in turns, and of a sender from its clients.
    private func readInTurns() {
        let end = ContinuousClock.now + Self.longestReading
        while let key = ready.popFirst() {
            guard let client = clients[key], readyKeys.contains(key) else { continue }
            if readPackets(of: client) {
                ready.append(key, of: client.sender, nil)
            } else {
                wasRead(key)
            }
            if end <= .now { return }
        }
    }

    /// Notes that all is read that a client had sent, or that it is not read now.
    func wasRead(_ key: UInt64) {
        readyKeys.remove(key)
        for index in awaitedProbes.indices { awaitedProbes[index].clients.remove(key) }
    }

    /// Hands on the probes for which everything has been read that was sent before them.
    private func giveProbes() {
        while let probe = awaitedProbes.first, probe.clients.isEmpty {
            awaitedProbes.removeFirst()
            deliverLast(.probe(probe.id))
        }
    }

    /// Gives what has arrived to whoever waits for it.
    private func giveBatch() {
        guard let waiter, !waiter.reply.isSettled, !arrived.isEmpty else { return }
        let batch = arrived.take(waiter.limit)
        self.waiter = nil
        if !waiter.reply.resolve(.success(batch)) { arrived.putBack(batch) }
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
        if let placeCheckAt { instants.append(placeCheckAt) }
        return instants.min()?.millisecondsFromNow ?? -1
    }
}
