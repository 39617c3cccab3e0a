import CDockerNetworkSystem
import DockerNetwork
import DockerNetworkConnection

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An emitter's end: the socket, and what goes through it.
final class PublisherLink: PublishingLink {
    /// A publication that is not sent yet.
    private struct Waiting {
        var call: Int
        var position: Int
        var number: UInt64
        var publication: Publication
    }

    /// So many packets are read or sent before something else gets its turn.
    private static let packetsPerTurn = 1_024

    private let socket: PacketSocket
    private let configuration: UnixSocketConfiguration
    private let options: PublisherOptions
    private var buffer = [UInt8](repeating: 0, count: Packet.readLength)
    private var waiting = Fifo<Waiting>()
    /// The publications that were sent and are not confirmed, in their order.
    private var unconfirmed = Fifo<(number: UInt64, call: Int, position: Int)>()
    private var calls = PublishCalls()
    private var nextNumber: UInt64 = 1
    private var signals = SignalQueue()

    /// Connects; a host that listens takes it at once.
    ///
    /// - Throws: `TransportError`: `.noHost` where nobody listens.
    init(
        _ configuration: UnixSocketConfiguration, _ options: PublisherOptions
    ) throws(TransportError) {
        self.configuration = configuration
        self.options = options
        socket = try configuration.connect()
    }

    /// The time that the host may take to confirm what one call published.
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

    /// Waits for the next signal.
    func nextSignal(_ reply: Reply<PublisherSignal>) {
        signals.wait(reply)
    }

    func fail(_ error: TransportError) {
        waiting.removeAll()
        unconfirmed.removeAll()
        calls.fail(error)
        signals.fail(error)
    }

    func turn() throws(TransportError) -> ConnectionThread.Wait {
        let hasMore = try readPackets()
        let isBlocked = try sendWaiting()
        try checkDeadlines()
        signals.give()
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
}

extension ContinuousClock.Instant {
    /// For `poll`: rounded up, so that it is over when the thread wakes.
    var millisecondsFromNow: CInt {
        let left = ContinuousClock.now.duration(to: self)
        return CInt(clamping: max(0, Int(left / .milliseconds(1)) + 1))
    }
}

extension UnixSocketConfiguration {
    /// Connects as an emitter.
    fileprivate func connect() throws(TransportError) -> PacketSocket {
        try checkPath()
        let number = my_docker_network_socket()
        guard number >= 0 else { throw ConnectionThread.shortage(of: "file descriptor", errno) }
        let socket = PacketSocket(number)
        guard my_docker_network_use_path(number, path, 0) == 0 else { throw cannotConnect(errno) }
        return socket
    }

    /// Returns the error that a failed `connect` means to an emitter (unix(7), connect(2)).
    private func cannotConnect(_ number: CInt) -> TransportError {
        let reason = String(cString: strerror(number)).lowercased()
        return switch number {
        case ENOENT, ENOTDIR:
            error(
                .noHost,
                "there is no such socket (\(reason)); start 'my-docker-network serve' with this URL, "
                    + "or mount its folder here")
        case ECONNREFUSED:
            error(
                .noHost,
                "no host service listens there (\(reason)); start 'my-docker-network serve'")
        case EACCES, EPERM:
            error(
                .refused,
                "this user may not connect (\(reason)); see socket-mode and socket-group in the host's "
                    + "configuration")
        case EAGAIN:
            error(.unreachable, "more emitters connect than the host takes; try again")
        case EPROTOTYPE:
            error(.configuration, "the socket there belongs to another program; check the URL")
        default: error(.unreachable, "cannot connect: \(reason)")
        }
    }
}
