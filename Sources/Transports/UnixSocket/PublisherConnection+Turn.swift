import DockerNetwork
import DockerNetworkConnection

extension PublisherConnection {
    func turn() -> ConnectionThread.Wait {
        guard isConnected else { return ConnectionThread.Wait() }
        let isBlocked: Bool
        let hasMore: Bool
        do throws(TransportError) {
            hasMore = try readPackets()
            isBlocked = try sendWaiting()
            try checkDeadlines()
        } catch {
            fail(error)
            return ConnectionThread.Wait()
        }
        giveSignal()
        let timeout = hasMore || (!waiting.isEmpty && !isBlocked) ? 0 : millisecondsToWait
        return ConnectionThread.Wait(
            socket: socketNumber, wantsToWrite: isBlocked, timeout: timeout)
    }

    /// Returns whether there may be more to read at once.
    private func readPackets() throws(TransportError) -> Bool {
        for _ in 0..<Self.packetsPerTurn {
            switch read() {
            case .nothing: return false
            case .end: throw configuration.error(.closed, "the host service is gone")
            case .packet(.failure(let error)):
                throw configuration.error(
                    .closed, "what listens there sends what is none: \(error)")
            case .packet(.success(let packet)): try handle(packet)
            }
        }
        return true
    }

    private func handle(_ packet: Packet) throws(TransportError) {
        switch packet.kind {
        case .confirm: confirm(upTo: packet.number ?? 0)
        case .resync: if options.hearsResync { signals.addResync() }
        case .receipt:
            if options.hearsReceipts, let signal = packet.receiptSignal { signals.add(signal) }
        case .end:
            throw configuration.error(
                .closed, "the host ends the connection: \(packet.reason ?? "it gives no reason")")
        case .announcement: break
        }
    }

    private func confirm(upTo number: UInt64) {
        while let first = unconfirmed.first, first.number <= number {
            unconfirmed.removeFirst()
            calls.settle(first.call, first.position, .routed)
        }
    }

    /// Sends while the socket takes it, and returns whether it takes no more; what a cancelled call
    /// had not sent is forgotten.
    private func sendWaiting() throws(TransportError) -> Bool {
        var sent = 0
        while let next = waiting.first, sent < Self.packetsPerTurn {
            guard calls.isAwaited(next.call) else {
                waiting.removeFirst()
                continue
            }
            switch send(Packet(next.publication, number: next.number, options)) {
            case .full: return true
            // What the host said last stands before the end.
            case .end:
                _ = try readPackets()
                throw configuration.error(.closed, "the host service is gone")
            case .sent: break
            }
            waiting.removeFirst()
            unconfirmed.append((next.number, next.call, next.position))
            sent += 1
        }
        return false
    }

    private func checkDeadlines() throws(TransportError) {
        guard let deadline = calls.earliestDeadline, deadline <= .now else { return }
        throw configuration.error(
            .timedOut,
            "the host service confirmed nothing for \(answerTimeout); see its log")
    }

    private var millisecondsToWait: CInt {
        guard let deadline = calls.earliestDeadline else { return -1 }
        return deadline.millisecondsFromNow
    }

    /// Gives the first signal to whoever waits for one.
    private func giveSignal() {
        guard let reply = signalWaiter, let signal = signals.first else { return }
        signalWaiter = nil
        if reply.resolve(.success(signal)) { signals.removeFirst() }
    }
}

extension ContinuousClock.Instant {
    /// For `poll`: rounded up, so that it is over when the thread wakes.
    var millisecondsFromNow: CInt {
        let left = ContinuousClock.now.duration(to: self)
        return CInt(clamping: max(0, Int(left / .milliseconds(1)) + 1))
    }
}
