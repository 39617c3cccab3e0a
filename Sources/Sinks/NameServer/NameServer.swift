import CDockerNetworkSystem
package import DockerNetwork
package import DockerNetworkSystem
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Answers questions about a zone over UDP and TCP, and forwards all others.
///
/// It has at most one thread a core. Answers come from the zone
/// that was published last; nobody holds a lock meanwhile.
package final class NameServer: Sendable {
    /// A socket that is served.
    package struct Listener: Hashable, Sendable {
        let number: UInt64
    }

    private struct State {
        var workers: [Worker] = []
        var owners: [UInt64: Worker] = [:]
        var lastNumber: UInt64 = 0
        var datagramSockets = 0
        var streamSockets = 0
        var isClosed = false
    }

    /// The number of bytes of datagrams that wait in the kernel while all threads are busy.
    private static let receiveBuffer: Int32 = 1 << 21

    private let shared: SharedState
    private let state = Mutex(State())
    private let mostWorkers = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

    /// Makes a server that serves no socket yet.
    ///
    /// - Parameters:
    ///   - settings: What it answers.
    ///   - zone: The first zone, of the settings' domain.
    /// - Throws: `SystemCallFailure` where the system has no descriptor or thread left.
    package init(_ settings: NameServerSettings, zone: Zone) throws(SystemCallFailure) {
        precondition(zone.domain == settings.domain)
        shared = SharedState(settings, Snapshot(zone: zone, serial: Self.seconds))
        let worker = try Worker(shared)
        try worker.start()
        state.withLock { $0.workers = [worker] }
    }

    deinit {
        for worker in state.withLock({ $0.workers }) { worker.send(.close(nil)) }
    }

    /// The settings that it was made with.
    package var settings: NameServerSettings { shared.settings }

    /// The counts of what it has done so far.
    package var counts: NameServerCounts {
        state.withLock { state in
            state.workers.reduce(into: NameServerCounts()) { $0 += $1.counts }
        }
    }

    /// Answers from another zone: every question that is sent after this returned.
    ///
    /// - Parameter zone: Of the settings' domain.
    package func publish(_ zone: Zone) {
        precondition(zone.domain == settings.domain)
        shared.publish(zone, at: Self.seconds)
    }

    /// Forwards questions for other names to these servers from now on; with none they are refused.
    package func forward(to upstreams: [ServerAddress]) {
        shared.change { $0.upstreams = upstreams }
    }

    /// Says which networks this machine is on: of several addresses of a name, a client on one of
    /// them gets those on its own network alone.
    package func setLocalNetworks(_ networks: [Network]) {
        shared.change { $0.localNetworks = networks }
    }

    private static var seconds: UInt32 { UInt32(truncatingIfNeeded: time(nil)) }

    // MARK: Sockets

    /// Serves a bound UDP socket of IPv4 or IPv6, at one address or all of them; it is closed by
    /// `stop` or `close`.
    ///
    /// Each has one thread. Several sockets at one address (SO_REUSEPORT) share its questions among
    /// several threads.
    ///
    /// - Throws: `SystemCallFailure` where the socket cannot be served, or after `close`.
    package func serve(datagrams socket: consuming FileDescriptor) throws(SystemCallFailure)
        -> Listener
    {
        let number = socket.number
        let (family, isWildcard) = try Self.place(of: number)
        try Self.setNonBlocking(number)
        if isWildcard {
            _ = try FileDescriptor.retrying { my_docker_network_ask_for_way(number, family) }
        }
        // The kernel takes as much of it as this user may have.
        var size = Self.receiveBuffer
        setsockopt(number, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        return try assign(socket, toEnd: false) { listener, descriptor in
            .serveDatagrams(listener, descriptor: descriptor, isWildcard: isWildcard)
        }
    }

    /// Serves a listening TCP socket of IPv4 or IPv6; it is closed by `stop` or `close`.
    ///
    /// - Throws: `SystemCallFailure` where the socket cannot be served, or after `close`.
    package func serve(streams socket: consuming FileDescriptor) throws(SystemCallFailure)
        -> Listener
    {
        let number = socket.number
        _ = try Self.place(of: number)
        try Self.setNonBlocking(number)
        return try assign(socket, toEnd: true) { listener, descriptor in
            .serveStreams(listener, descriptor: descriptor)
        }
    }

    /// Closes a socket a moment later; one that is not served is ignored.
    ///
    /// Connections that came from it go on.
    package func stop(_ listener: Listener) {
        let worker = state.withLock { $0.owners.removeValue(forKey: listener.number) }
        worker?.send(.stop(listener.number))
    }

    /// Stops reading, sends the answers that are on their way for 2 s at most, and ends all threads.
    ///
    /// What waits in a socket stays there for whoever else has it.
    package func close() async {
        let workers = state.withLock { state in
            state.isClosed = true
            state.owners = [:]
            defer { state.workers = [] }
            return state.workers
        }
        for worker in workers {
            await withCheckedContinuation { worker.send(.close($0)) }
        }
    }

    private func assign(
        _ socket: consuming FileDescriptor, toEnd: Bool,
        _ command: (UInt64, Int32) -> Worker.Command
    ) throws(SystemCallFailure) -> Listener {
        let descriptor = socket.release()
        do throws(SystemCallFailure) {
            return try state.withLock { state throws(SystemCallFailure) in
                let worker = try chooseWorker(&state, toEnd: toEnd)
                state.lastNumber += 1
                state.owners[state.lastNumber] = worker
                worker.send(command(state.lastNumber, descriptor))
                return Listener(number: state.lastNumber)
            }
        } catch {
            _ = FileDescriptor(adopting: descriptor)
            throw error
        }
    }

    /// UDP sockets take the workers from the first on, TCP sockets from the last on.
    private func chooseWorker(
        _ state: inout State, toEnd: Bool
    ) throws(SystemCallFailure) -> Worker {
        guard !state.isClosed else { throw SystemCallFailure(code: ESHUTDOWN) }
        let index: Int
        if toEnd {
            index = mostWorkers - 1 - state.streamSockets % mostWorkers
            state.streamSockets += 1
        } else {
            index = state.datagramSockets % mostWorkers
            state.datagramSockets += 1
        }
        while state.workers.count <= index {
            let worker = try Worker(shared)
            try worker.start()
            state.workers.append(worker)
        }
        return state.workers[index]
    }

    private static func setNonBlocking(_ number: Int32) throws(SystemCallFailure) {
        let flags = try FileDescriptor.retrying { fcntl(number, F_GETFL) }
        _ = try FileDescriptor.retrying { fcntl(number, F_SETFL, flags | O_NONBLOCK) }
    }

    /// The family of a socket, and whether it is bound to all addresses.
    private static func place(
        of number: Int32
    ) throws(SystemCallFailure) -> (family: Int32, isWildcard: Bool) {
        var name = PeerName()
        let result = name.withPointer { pointer, size in
            var size = size
            return getsockname(number, pointer, &size)
        }
        guard result == 0 else { throw .last }
        let family = name.withPointer { pointer, _ in Int32(pointer.pointee.sa_family) }
        let peer = withUnsafeBytes(of: name.bytes) { bytes in
            bytes.baseAddress.flatMap { PeerName.peer(at: $0) }
        }
        switch peer?.address {
        case .v4(let address): return (family, address.rawValue == 0)
        case .v6(let address): return (family, address.rawValue == 0)
        case nil: throw SystemCallFailure(code: EAFNOSUPPORT)
        }
    }
}
