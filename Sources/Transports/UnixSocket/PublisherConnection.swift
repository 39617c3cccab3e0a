import CDockerNetworkSystem
import DockerNetwork
import DockerNetworkConnection

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An emitter's connection.
actor PublisherConnection: PublishingActor {
    /// So many packets are read or sent before something else gets its turn.
    static let packetsPerTurn = 1_024

    /// A publication that is not sent yet.
    struct Waiting {
        var call: Int
        var position: Int
        var number: UInt64
        var publication: Publication
    }

    nonisolated let thread: ConnectionThread
    nonisolated let configuration: UnixSocketConfiguration
    nonisolated let options: PublisherOptions
    nonisolated var endpoint: String { configuration.endpoint }
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    private var socket: PacketSocket?
    var buffer = [UInt8](repeating: 0, count: Packet.readLength)
    /// Why the connection is over.
    private var failure: TransportError?
    var waiting = Fifo<Waiting>()
    /// What was sent and is not confirmed, in its order.
    var unconfirmed = Fifo<(number: UInt64, call: Int, position: Int)>()
    var calls = PublishCalls()
    private var nextNumber: UInt64 = 1
    var signals = SignalQueue()
    var signalWaiter: Reply<PublisherSignal>?

    /// Starts the connection's thread; nothing is connected yet.
    init(
        _ configuration: UnixSocketConfiguration, _ options: PublisherOptions
    ) throws(TransportError) {
        thread = try ConnectionThread(SocketSleeper(threadName: "docker-net-unix"))
        self.configuration = configuration
        self.options = options
        attachToThread()
    }

    /// Who drops the connection without `close` leaves nobody waiting, and nothing behind.
    isolated deinit {
        fail(configuration.error(.closed, "dropped by this program"))
        thread.finish()
    }

    // MARK: - Calls

    /// Connects; a host that listens takes it at once.
    func open(_ reply: Reply<Void>) {
        do throws(TransportError) {
            try configuration.checkPath()
            socket = try connectedSocket()
        } catch {
            fail(error)
            reply.resolve(.failure(error))
            return
        }
        // A caller that gave up meanwhile leaves nothing behind.
        if !reply.resolve(.success(())) { close(Reply()) }
    }

    /// Sends announcements; the reply comes with the last of their confirms.
    func publish(_ publications: [Publication], _ reply: Reply<[PublishOutcome]>) {
        guard isConnected else { return reject(reply) }
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
        guard isConnected else { return reject(reply) }
        signalWaiter = reply
    }

    /// Ends the connection; whoever still waits gets `.closed`.
    func close(_ reply: Reply<Void>) {
        fail(configuration.error(.closed, "closed by this program"))
        reply.resolve(.success(()))
    }

    // MARK: - State

    /// How long the host may take to confirm what one call published.
    ///
    /// The options' time-out, which follows the lease, does not count here: a socket loses nothing
    /// unnoticed, and the end of this connection withdraws the names.
    var answerTimeout: Duration { configuration.answerTimeout }

    var isConnected: Bool { socket != nil }
    var socketNumber: CInt? { socket?.number }

    func read() -> PacketSocket.Reading { socket?.read(&buffer) ?? .end }

    func send(_ packet: Packet) -> PacketSocket.Sending { socket?.send(packet.bytes) ?? .end }

    private func reject<Value>(_ reply: Reply<Value>) {
        reply.resolve(.failure(failure ?? configuration.error(.closed, "not connected")))
    }

    /// Ends the connection: everyone who waits gets `error`, and so does every later call.
    func fail(_ error: TransportError) {
        socket = nil
        if failure == nil { failure = error }
        waiting.removeAll()
        unconfirmed.removeAll()
        calls.fail(error)
        signalWaiter?.resolve(.failure(error))
        signalWaiter = nil
    }

    private func connectedSocket() throws(TransportError) -> PacketSocket {
        let number = my_docker_network_socket()
        guard number >= 0 else { throw ConnectionThread.shortage(of: "file descriptor", errno) }
        let socket = PacketSocket(number)
        guard my_docker_network_use_path(number, configuration.path, 0) == 0 else {
            throw configuration.cannotConnect(errno)
        }
        return socket
    }
}

extension UnixSocketConfiguration {
    /// What a failed `connect` means to an emitter (unix(7), connect(2)).
    fileprivate func cannotConnect(_ number: CInt) -> TransportError {
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
