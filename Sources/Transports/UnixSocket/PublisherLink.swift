import DockerNetwork
import DockerNetworkConnection

/// What an emitter's open connection works with: the socket, and what goes through it.
///
/// It belongs to the connection's actor.
final class PublisherLink {
    /// A publication that is not sent yet.
    private struct Waiting {
        var call: Int
        var position: Int
        var number: UInt64
        var publication: Publication
    }

    /// So many packets are read or sent before something else gets its turn.
    private static let packetsPerTurn = 1_024

    /// Who waits for the next signal.
    var signalWaiter: Reply<PublisherSignal>?

    private let socket: PacketSocket
    private let configuration: UnixSocketConfiguration
    private let options: PublisherOptions
    private var buffer = [UInt8](repeating: 0, count: Packet.readLength)
    private var waiting = Fifo<Waiting>()
    /// What was sent and is not confirmed, in its order.
    private var unconfirmed = Fifo<(number: UInt64, call: Int, position: Int)>()
    private var calls = PublishCalls()
    private var nextNumber: UInt64 = 1
    private var signals = SignalQueue()

    /// Creates one for a socket that is connected to a host.
    init(
        _ socket: consuming PacketSocket, _ configuration: UnixSocketConfiguration,
        _ options: PublisherOptions
    ) {
        self.socket = socket
        self.configuration = configuration
        self.options = options
    }

    /// How long the host may take to confirm what one call published.
    ///
    /// The options' time-out, which follows the lease, does not count here: a socket loses nothing
    /// unnoticed, and the end of this connection withdraws the names.
    private var answerTimeout: Duration { configuration.answerTimeout }

    /// Notes what is to be sent; the reply comes with the last of the confirms.
    func publish(_ publications: [Publication], _ reply: Reply<[PublishOutcome]>) {
        calls.begin(
            publications, deadline: .now + answerTimeout, reply
        ) { publication, call, position in
            waiting.append(
                Waiting(
                    call: call, position: position, number: nextNumber, publication: publication))
            nextNumber += 1
        }
    }

    /// Ends with an error everyone who waits.
    func fail(_ error: TransportError) {
        waiting.removeAll()
        unconfirmed.removeAll()
        calls.fail(error)
        signalWaiter?.resolve(.failure(error))
        signalWaiter = nil
    }

    /// Reads what has arrived, sends what may be sent, and says what to wait for.
    ///
    /// - Throws: `TransportError` that ends the connection.
    func turn() throws(TransportError) -> ConnectionThread.Wait {
        let hasMore = try readPackets()
        let isBlocked = try sendWaiting()
        try checkDeadlines()
        giveSignal()
        let timeout = hasMore || (!waiting.isEmpty && !isBlocked) ? 0 : millisecondsToWait
        return ConnectionThread.Wait(
            socket: socket.number, wantsToWrite: isBlocked, timeout: timeout)
    }

    /// Returns whether there may be more to read at once.
    private func readPackets() throws(TransportError) -> Bool {
        for _ in 0..<Self.packetsPerTurn {
            switch socket.read(&buffer) {
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
            switch socket.send(Packet(next.publication, number: next.number, options).bytes) {
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
