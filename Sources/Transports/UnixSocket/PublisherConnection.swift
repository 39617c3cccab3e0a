import CDockerNetworkSystem
import DockerNetwork
import DockerNetworkConnection

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An emitter's connection: nothing yet, then a link to a host, then the reason why it is over.
actor PublisherConnection: PublishingActor {
    private enum State {
        case unopened
        case open(PublisherLink)
        case ended(TransportError)
    }

    nonisolated let thread: ConnectionThread
    nonisolated let configuration: UnixSocketConfiguration
    nonisolated let options: PublisherOptions
    nonisolated var endpoint: String { configuration.endpoint }
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    private var state = State.unopened

    /// Starts the connection's thread; nothing is connected yet.
    init(
        _ configuration: UnixSocketConfiguration, _ options: PublisherOptions
    ) throws(TransportError) {
        thread = try ConnectionThread("docker-net-unix", SocketSleeper())
        self.configuration = configuration
        self.options = options
        attachToThread()
    }

    /// Ends the connection if nobody has closed it: nobody is left waiting, nothing stays behind.
    isolated deinit {
        end(droppedHere)
        thread.finish()
    }

    /// Connects; a host that listens takes it at once.
    func open(_ reply: Reply<Void>) {
        do throws(TransportError) {
            try configuration.checkPath()
            state = .open(PublisherLink(try connectedSocket(), configuration, options))
        } catch {
            end(error)
            reply.resolve(.failure(error))
            return
        }
        // A caller that gave up meanwhile leaves nothing behind.
        if !reply.resolve(.success(())) { close(Reply()) }
    }

    /// Sends announcements; the reply comes with the last of their confirms.
    func publish(_ publications: [Publication], _ reply: Reply<[PublishOutcome]>) {
        guard case .open(let link) = state else { return reject(reply) }
        link.publish(publications, reply)
    }

    /// Waits for the next signal.
    func nextSignal(_ reply: Reply<PublisherSignal>) {
        guard case .open(let link) = state else { return reject(reply) }
        link.signalWaiter = reply
    }

    func turn() -> ConnectionThread.Wait {
        guard case .open(let link) = state else { return ConnectionThread.Wait() }
        do throws(TransportError) {
            return try link.turn()
        } catch {
            end(error)
            return ConnectionThread.Wait()
        }
    }

    /// Ends the connection; whoever still waits gets `.closed`.
    func close(_ reply: Reply<Void>) {
        end(closedHere)
        reply.resolve(.success(()))
    }

    /// Ends the connection, once: everyone who waits gets `error`, and so does every later call.
    private func end(_ error: TransportError) {
        switch state {
        case .unopened: state = .ended(error)
        case .open(let link):
            state = .ended(error)
            link.fail(error)
        case .ended: break
        }
    }

    private func reject<Value>(_ reply: Reply<Value>) {
        guard case .ended(let error) = state else {
            reply.resolve(.failure(notConnected))
            return
        }
        reply.resolve(.failure(error))
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
