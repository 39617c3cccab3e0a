import DockerNetwork
import DockerNetworkSystem
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A thread that waits for its sockets and answers what comes from them.
///
/// Unchecked, since its sockets and buffers are classes that know nothing of threads: only the
/// worker's own thread uses them, from `run` on. What others may use is `send` and `counts`, and
/// behind these stand a lock and a descriptor.
final class Worker: @unchecked Sendable {
    /// A request of another thread.
    enum Command: Sendable {
        /// Serve a UDP socket, which is the worker's from now on.
        case serveDatagrams(UInt64, descriptor: Int32, isWildcard: Bool)
        /// Serve a TCP socket, which is the worker's from now on.
        case serveStreams(UInt64, descriptor: Int32)
        /// Close a socket.
        case stop(UInt64)
        /// Answer what was read, end, and say so.
        case close(CheckedContinuation<Void, Never>?)
    }

    /// The time that what is on its way may take when the worker ends.
    private static let closingTime: Duration = .seconds(2)
    /// The interval at which deadlines are checked.
    private static let tick: Duration = .milliseconds(50)

    let shared: SharedState
    let rule: ClientRule
    let responder: Responder
    let batch = DatagramBatch()
    let forwarder: Forwarder
    let connections: StreamConnections
    var limiter: RateLimiter
    /// A buffer for one answer over TCP, or of an upstream server.
    let streamAnswer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_535, alignment: 64)

    private let epoll: Epoll
    private let wake: WakeUp
    private let commands = Mutex<[Command]>([])
    private let published = Mutex(NameServerCounts())
    private var handlers: [UInt64: any EventHandler] = [:]
    private var ports: [UInt64: UInt64] = [:]
    private var lastTag: UInt64 = 0
    private var nextTick = MonotonicTime.now
    private var closing: (deadline: MonotonicTime, done: CheckedContinuation<Void, Never>?)?

    /// Makes a worker whose thread does not run yet.
    init(_ shared: SharedState) throws(SystemCallFailure) {
        let settings = shared.settings
        self.shared = shared
        rule = ClientRule(allowed: settings.allowedNetworks)
        responder = Responder(settings)
        forwarder = Forwarder(settings.limits)
        connections = StreamConnections(settings.limits)
        limiter = RateLimiter(answersPerSecond: settings.limits.answersPerSecond)
        epoll = try Epoll()
        wake = try WakeUp()
        // Tag 0 is the one that commands wake it by.
        try epoll.add(wake.number, .readable, tag: 0)
    }

    deinit {
        streamAnswer.deallocate()
    }

    /// Starts the thread, which keeps the worker alive until it ends.
    func start() throws(SystemCallFailure) {
        guard BlockingThread.start("dns", { self.run() }) else {
            throw SystemCallFailure(code: EAGAIN)
        }
    }

    /// Asks something of it, from any thread.
    func send(_ command: Command) {
        commands.withLock { $0.append(command) }
        wake.signal()
    }

    /// The counts of what it has done, from any thread.
    var counts: NameServerCounts { published.withLock { $0 } }

    // MARK: The worker's own thread

    private func run() {
        BlockingThread.takeShortTurns()
        while true {
            let count = epoll.wait(timeout)
            for index in 0..<count {
                let (tag, events) = epoll.ready(index)
                if tag == 0 {
                    wake.clear()
                    perform()
                } else {
                    // Nil where one that was ready before has closed it.
                    handlers[tag]?.handle(events, self)
                }
            }
            expire()
            published.withLock { $0 = responder.counts }
            if let closing, isDone(closing.deadline) { return end(closing.done) }
        }
    }

    /// The number of milliseconds without anything to check; negative: without end.
    private var timeout: Int32 {
        if closing != nil || !forwarder.isEmpty { return 50 }
        return connections.isEmpty ? -1 : 1000
    }

    private func expire() {
        let now = MonotonicTime.now
        guard now > nextTick else { return }
        nextTick = now + Self.tick
        forwarder.expire(at: now, self)
        connections.expire(at: now, self)
    }

    private func isDone(_ deadline: MonotonicTime) -> Bool {
        forwarder.isEmpty && !connections.isBusy || deadline < .now
    }

    private func end(_ done: CheckedContinuation<Void, Never>?) {
        forwarder.cancelAll(self)
        connections.closeAll(self)
        handlers = [:]
        // What was asked meanwhile is done as well: every socket is closed.
        for command in commands.withLock({ $0 }) {
            switch command {
            case .serveDatagrams(_, let number, _), .serveStreams(_, let number):
                _ = FileDescriptor(adopting: number)
            case .stop: break
            case .close(let done): done?.resume()
            }
        }
        done?.resume()
    }

    private func perform() {
        let taken = commands.withLock { commands in
            defer { commands = [] }
            return commands
        }
        for command in taken {
            switch command {
            case .serveDatagrams(let port, let number, let isWildcard):
                ports[port] = add(
                    number, .readable, DatagramPort(adopting: number, isWildcard: isWildcard))
            case .serveStreams(let port, let number):
                ports[port] = add(number, .readable, StreamPort(adopting: number))
            case .stop(let port): stop(port)
            case .close(let done): beginClosing(done)
            }
        }
    }

    private func stop(_ port: UInt64) {
        guard let tag = ports.removeValue(forKey: port), let handler = handlers[tag] else { return }
        switch handler {
        case let port as DatagramPort:
            if let number = port.number { remove(number, tag) }
            port.close()
        case let port as StreamPort:
            if let number = port.number { remove(number, tag) }
            port.close()
        default: break
        }
    }

    private func beginClosing(_ done: CheckedContinuation<Void, Never>?) {
        guard closing == nil else {
            done?.resume()
            return
        }
        closing = (.now + Self.closingTime, done)
        // UDP sockets stay open for the answers that are on their way, but nobody reads them.
        for tag in ports.values {
            switch handlers[tag] {
            case let port as DatagramPort:
                if let number = port.number { try? epoll.remove(number) }
            case let port as StreamPort:
                if let number = port.number { try? epoll.remove(number) }
            default: break
            }
        }
    }

    /// A number that no other descriptor or question has.
    func nextTag() -> UInt64 {
        lastTag += 1
        return lastTag
    }

    /// Waits for a descriptor from now on; nil: the system cannot.
    func add(_ number: Int32, _ events: Epoll.Events, _ handler: any EventHandler) -> UInt64? {
        let tag = nextTag()
        do throws(SystemCallFailure) {
            try epoll.add(number, events, tag: tag)
        } catch {
            return nil
        }
        handlers[tag] = handler
        return tag
    }

    /// Waits for other events of a descriptor; it fails for none that was added.
    func change(_ number: Int32, _ events: Epoll.Events, _ tag: UInt64) {
        try? epoll.change(number, events, tag: tag)
    }

    /// Waits for a descriptor no more.
    func remove(_ number: Int32, _ tag: UInt64) {
        try? epoll.remove(number)
        handlers[tag] = nil
    }
}
