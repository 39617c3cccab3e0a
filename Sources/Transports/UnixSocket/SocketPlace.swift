import CDockerNetworkSystem
import DockerNetwork
import DockerNetworkConnection
import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The socket that listens, and its place in the file system, which is looked at again and again.
struct SocketPlace {
    /// The poller's key of the socket.
    static let listeningKey: UInt64 = 0
    /// The poller's key of the watch over the socket's directory.
    static let watchKey = UInt64.max

    /// The time between two looks at the place if changes come one after the other, so that whoever
    /// removes the socket again and again keeps nobody from being served.
    private static let pause = Duration.milliseconds(100)
    /// The time between two looks if the kernel does not tell of changes.
    private static let interval = Duration.milliseconds(900)
    /// The time that nobody is accepted after there was no file descriptor left.
    private static let shortagePause = Duration.milliseconds(100)

    private let configuration: UnixSocketConfiguration
    private let socket: SocketFile
    /// Tells of changes in the socket's directory; nil where the kernel does not.
    private let watch: DirectoryWatch?
    /// The time of the next look at the place, if the kernel does not tell of changes there, or did
    /// so a moment ago.
    private var lookAt: ContinuousClock.Instant?
    /// The time of the last look.
    private var lastLook: ContinuousClock.Instant?
    /// The time when the socket is listened to again; nil: it is.
    private var acceptsAgainAt: ContinuousClock.Instant?

    /// Listens.
    ///
    /// - Throws: `TransportError`: `.inUse` where another process listens there.
    init(
        _ configuration: UnixSocketConfiguration, watchedBy poller: borrowing Poller
    ) throws(TransportError) {
        self.configuration = configuration
        socket = try configuration.listen()
        guard poller.watch(socket.number, as: Self.listeningKey, [], .reading) else {
            throw ConnectionThread.shortage(of: "file descriptor", errno)
        }
        watch = socket.watchDirectory()
        if let watch { _ = poller.watch(watch.number, as: Self.watchKey, [], .reading) }
        // It is looked at once more: what changed before this watch began is seen then.
        lookAt = .now + Self.pause
    }

    // MARK: - The place

    /// Whether to look at the place now: something happened there, or nobody would tell.
    mutating func isLookDue() -> Bool {
        let hasChanged = watch?.hasSeen(socket.name)
        if hasChanged == true {
            let next = lastLook.map { $0 + Self.pause } ?? .now
            lookAt = min(lookAt ?? next, next)
        }
        guard let lookAt, lookAt <= .now else { return false }
        self.lookAt = hasChanged == nil ? .now + Self.interval : nil
        lastLook = .now
        return true
    }

    /// Whether the socket was removed from its place.
    ///
    /// - Throws: `.inUse` where something else is there.
    func isEmpty() throws(TransportError) -> Bool {
        switch socket.place {
        case .ours: return false
        case .nothing: return true
        case .another: throw takenError
        }
    }

    private var takenError: TransportError {
        switch SocketOwner.find(at: configuration.path) {
        case .somebody(let owner):
            configuration.error(
                .inUse, "\(owner) has put another socket in its place; stop what listens there")
        case .nobody:
            configuration.error(
                .inUse, "somebody has put something else in its place, where nobody listens")
        }
    }

    // MARK: - Who comes

    /// Takes the next who wants to connect; nil: nobody does, or nobody is taken just now.
    mutating func accept(_ poller: borrowing Poller) -> PacketSocket? {
        guard acceptsAgainAt == nil else { return nil }
        let number = my_docker_network_accept(socket.number, nil, nil)
        guard number < 0 else { return PacketSocket(number) }
        // Without a file descriptor the socket stays ready: not looking at it for a moment keeps the
        // thread from spinning.
        if [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(errno) { pauseAccepting(poller) }
        return nil
    }

    /// Takes nobody for a moment.
    mutating func pauseAccepting(_ poller: borrowing Poller) {
        guard acceptsAgainAt == nil else { return }
        _ = poller.watch(socket.number, as: Self.listeningKey, .reading, [])
        acceptsAgainAt = .now + Self.shortagePause
    }

    /// Takes who comes again, where the moment is over.
    mutating func resumeAccepting(_ poller: borrowing Poller) {
        guard let acceptsAgainAt, acceptsAgainAt <= .now else { return }
        self.acceptsAgainAt = nil
        _ = poller.watch(socket.number, as: Self.listeningKey, [], .reading)
    }

    /// The time when there is something to do without anybody coming.
    var deadline: ContinuousClock.Instant? {
        switch (acceptsAgainAt, lookAt) {
        case (let one?, let other?): min(one, other)
        case (let one, let other): one ?? other
        }
    }
}
