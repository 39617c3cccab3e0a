import CDockerNetworkSystem
import DockerNetworkSystem
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Looks hosts up for all connections of a process.
///
/// Each lookup runs on a thread of its own, since nothing ends `getaddrinfo` before its own
/// time-outs; who waits for one waits until a deadline, and a second one for the same name joins it.
/// One lookup asks several questions (two kinds of addresses, each search domain), so whoever tries
/// to connect again and again gets the last answer for a while: half a second, and twice as long
/// with each lookup that follows soon, up to eight seconds.
final class NameLookup: Sendable {
    private struct Name {
        var answer: Result<[HostAddress], ConnectFailure>?
        var isRunning = false
        var began = ContinuousClock.now
        var spacing = NameLookup.shortestSpacing
        /// Event descriptors (eventfd) of those who wait.
        var waiting: [CInt] = []
    }

    /// The lookups of this process.
    static let shared = NameLookup()

    private static let shortestSpacing = Duration.milliseconds(500)
    private static let longestSpacing = Duration.seconds(8)
    /// After so long without a lookup the next ones may follow soon again.
    private static let calm = Duration.seconds(20)
    /// More names than these are forgotten; a process connects to a handful.
    private static let mostNames = 256

    private let names = Mutex<[String: Name]>([:])

    /// The addresses of a host, with this port.
    ///
    /// - Parameters:
    ///   - host: A name or an address.
    ///   - port: The port of each.
    ///   - deadline: Until when it may take.
    /// - Returns: At least one.
    /// - Throws: `.unknownName` or `.silentResolver`.
    func addresses(
        of host: String, port: UInt16, until deadline: ContinuousClock.Instant
    ) throws(ConnectFailure) -> [HostAddress] {
        if case .success(let addresses) = HostAddress.all(of: host, isNumeric: true) {
            return addresses.map { $0.with(port: port) }
        }
        return try answer(for: host, until: deadline).get().map { $0.with(port: port) }
    }

    private func answer(
        for host: String, until deadline: ContinuousClock.Instant
    ) throws(ConnectFailure) -> Result<[HostAddress], ConnectFailure> {
        if let remembered = begin(host) { return remembered }
        let began = ContinuousClock.now
        let event = eventfd(0, CInt(EFD_CLOEXEC))
        guard event >= 0 else { throw .shortage(of: "file descriptor", errno) }
        defer { close(event) }
        let answer = names.withLock { names in
            guard names[host]?.isRunning == true else { return names[host]?.answer }
            names[host]?.waiting.append(event)
            return nil
        }
        if let answer { return answer }
        var descriptor = pollfd(fd: event, events: Int16(POLLIN), revents: 0)
        while poll(&descriptor, 1, deadline.millisecondsLeft) < 0, errno == EINTR {}
        return names.withLock { names in
            names[host]?.waiting.removeAll { $0 == event }
            guard names[host]?.isRunning == false, let answer = names[host]?.answer else {
                return .failure(.silentResolver(host, began.duration(to: .now).rounded))
            }
            return answer
        }
    }

    /// Returns the answer that still holds; else a lookup runs from now on, if none ran.
    private func begin(_ host: String) -> Result<[HostAddress], ConnectFailure>? {
        let (remembered, starts) = names.withLock { names in
            if names.count >= Self.mostNames { names = names.filter(\.value.isRunning) }
            let now = ContinuousClock.now
            guard var name = names[host] else {
                names[host] = Name(isRunning: true)
                return (nil as Result<[HostAddress], ConnectFailure>?, true)
            }
            if name.isRunning { return (nil, false) }
            if now - name.began < name.spacing, let answer = name.answer { return (answer, false) }
            name.spacing =
                now - name.began < Self.calm
                ? min(name.spacing * 2, Self.longestSpacing) : Self.shortestSpacing
            name.began = now
            name.isRunning = true
            names[host] = name
            return (nil, true)
        }
        guard starts else { return remembered }
        let isStarted = BlockingThread.start("docker-net-dns") { [self] in
            end(host, HostAddress.all(of: host, isNumeric: false))
        }
        // A machine without a thread left makes this one wait as long as it takes.
        if !isStarted { end(host, HostAddress.all(of: host, isNumeric: false)) }
        return nil
    }

    private func end(_ host: String, _ answer: Result<[HostAddress], ConnectFailure>) {
        names.withLock { names in
            names[host]?.answer = answer
            names[host]?.isRunning = false
            // Under the lock: who stops waiting closes its descriptor only after it was here.
            for event in names[host]?.waiting ?? [] { eventfd_write(event, 1) }
            names[host]?.waiting = []
        }
    }
}

extension Duration {
    /// To tenths of a second, for a text.
    fileprivate var rounded: Duration {
        .milliseconds(Int((self / .milliseconds(100)).rounded()) * 100)
    }
}
