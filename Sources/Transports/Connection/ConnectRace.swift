import CDockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Connects to the first of a host's addresses that answers, as RFC 8305 does: an address that is
/// silent holds up the next one by a quarter of a second, and one that refuses by nothing.
///
/// It waits in `poll`, so it belongs on a thread of its own.
struct ConnectRace {
    private struct Runner {
        var socket: CInt
        var address: HostAddress
    }

    /// RFC 8305 section 5: the "Connection Attempt Delay".
    private static let delay = Duration.milliseconds(250)

    private var waiting: ArraySlice<HostAddress>
    private var running: [Runner] = []
    private var failures: [ConnectFailure.Attempt] = []
    private var nextStart = ContinuousClock.now
    private let deadline: ContinuousClock.Instant
    private let delay: Duration

    private init(_ addresses: [HostAddress], until deadline: ContinuousClock.Instant) {
        waiting = Self.alternating(addresses)[...]
        self.deadline = deadline
        // Where the time is short, each address still gets a share of it.
        let share = ContinuousClock.now.duration(to: deadline) / max(1, addresses.count + 1)
        delay = min(Self.delay, max(share, .zero))
    }

    /// Connects.
    ///
    /// - Parameters:
    ///   - addresses: A host's addresses, the preferred first.
    ///   - deadline: Until when it may take.
    /// - Returns: The socket, which is the caller's and does not wait, and its address.
    /// - Throws: `.unreachable` with every address that was tried.
    static func connect(
        to addresses: [HostAddress], until deadline: ContinuousClock.Instant
    ) throws(ConnectFailure) -> (socket: CInt, address: HostAddress) {
        var race = ConnectRace(addresses, until: deadline)
        defer { race.closeAll() }
        let winner = try race.run()
        return (winner.socket, winner.address)
    }

    private mutating func run() throws(ConnectFailure) -> Runner {
        while true {
            if let winner = startDue() { return winner }
            guard !running.isEmpty else { throw .unreachable(failures) }
            if let winner = awaitAny() { return winner }
            guard ContinuousClock.now < deadline else { break }
        }
        failures += running.map { .init(address: $0.address.text, number: ETIMEDOUT) }
        throw .unreachable(failures)
    }

    /// Starts what is due; returns one that is connected at once.
    private mutating func startDue() -> Runner? {
        while let next = waiting.first, nextStart <= .now || running.isEmpty {
            waiting.removeFirst()
            var address = next.address
            let socket = my_docker_network_tcp_socket(&address)
            guard socket >= 0 else {
                failures.append(.init(address: next.text, number: errno))
                continue
            }
            if my_docker_network_tcp_connect(socket, &address) == 0 {
                return Runner(socket: socket, address: next)
            }
            guard errno == EINPROGRESS || errno == EINTR else {
                failures.append(.init(address: next.text, number: errno))
                close(socket)
                continue
            }
            running.append(Runner(socket: socket, address: next))
            nextStart = .now + delay
        }
        return nil
    }

    /// Waits until a runner is through, the next is due, or the time is over.
    private mutating func awaitAny() -> Runner? {
        let end = waiting.isEmpty ? deadline : min(deadline, nextStart)
        var descriptors = running.map { pollfd(fd: $0.socket, events: Int16(POLLOUT), revents: 0) }
        poll(&descriptors, nfds_t(descriptors.count), end.millisecondsLeft)
        for (descriptor, runner) in zip(descriptors, running).reversed()
        where descriptor.revents != 0 {
            running.removeAll { $0.socket == runner.socket }
            let failure = my_docker_network_socket_failure(runner.socket)
            guard failure != 0 else { return runner }
            failures.append(.init(address: runner.address.text, number: failure))
            close(runner.socket)
            nextStart = .now
        }
        return nil
    }

    private mutating func closeAll() {
        for runner in running { close(runner.socket) }
        running = []
    }

    /// RFC 8305 section 4: the families take turns, the first address's own first.
    private static func alternating(_ addresses: [HostAddress]) -> [HostAddress] {
        guard let first = addresses.first else { return [] }
        let family = first.address.storage.ss_family
        let own = addresses.filter { $0.address.storage.ss_family == family }
        let other = addresses.filter { $0.address.storage.ss_family != family }
        var result: [HostAddress] = []
        for index in 0..<max(own.count, other.count) {
            if index < own.count { result.append(own[index]) }
            if index < other.count { result.append(other[index]) }
        }
        return result
    }
}

extension ContinuousClock.Instant {
    /// For `poll`: rounded up, so that it is over when the thread wakes.
    var millisecondsLeft: CInt {
        let left = ContinuousClock.now.duration(to: self)
        return left <= .zero ? 0 : CInt(clamping: Int(left / .milliseconds(1)) + 1)
    }
}
