internal import DockerNetwork
internal import DockerNetworkConfiguration
internal import DockerNetworkProgram
internal import DockerNetworkSystem
internal import Logging

/// The server's thread: it waits for its sockets, and answers one request after the other.
///
/// What it asks of the service it waits for, so that nothing of a request is done on the threads that
/// the engine's work is done on, but for the engine's own short turns.
final class AdminLoop {
    /// So many connections a place has at most; more push out those that have not asked yet.
    private static let mostConnections = 64
    /// So many of them may stay to be told of changes.
    private static let mostStreams = 32
    /// So many bytes may wait to be read by all clients together.
    private static let mostWaiting = 32 << 20
    /// So many changes wait for a client that is slow.
    private static let changesKept = 1_024
    /// After so many connections others get their turn.
    private static let mostAtOnce = 16
    /// The interval at which deadlines and places are checked, in milliseconds.
    private static let tick: Int32 = 250
    private static let placeTick: Int32 = 5_000

    private let epoll: Epoll
    private let mailbox: AdminMailbox
    private let routes: AdminRoutes
    private let logger: Logger
    private var settings = AdminSettings(listen: [])
    private var listeners: [UInt64: AdminListener] = [:]
    private var connections: [UInt64: AdminConnection] = [:]
    /// The places whose failure was told.
    private var told: Set<AdminSettings.Place> = []
    private var nextLook = ContinuousClock.now
    private var lastTag: UInt64 = 0
    /// The connections that wait for pages that take long, in the order in which they asked.
    private var queue: [(tag: UInt64, page: AdminRoutes.LargePage)] = []

    /// - Throws: `SystemCallFailure` if no descriptor is left.
    init(_ mailbox: AdminMailbox, _ routes: AdminRoutes, _ logger: Logger) throws(SystemCallFailure)
    {
        epoll = try Epoll()
        self.mailbox = mailbox
        self.routes = routes
        self.logger = logger
        // Tag 0 is the mailbox.
        try epoll.add(mailbox.wake.number, .readable, tag: 0)
    }

    /// Serves until the mailbox says that it ends.
    func run() {
        while true {
            let count = epoll.wait(patience)
            for index in 0..<count {
                let (tag, events) = epoll.ready(index)
                if tag == 0 {
                    let contents = mailbox.take()
                    if contents.ends { return end() }
                    if let settings = contents.settings { use(settings) }
                    for tag in contents.changed { handle(tag) { $0.write() } }
                } else if listeners[tag] != nil {
                    accept(tag)
                } else {
                    handle(tag, events)
                }
            }
            answerQueued()
            expire()
            look()
        }
    }

    private var patience: Int32 {
        guard queue.isEmpty else { return 0 }
        return connections.isEmpty ? Self.placeTick : Self.tick
    }

    private func end() {
        for tag in Array(connections.keys) { close(tag) }
        listeners = [:]
    }

    // MARK: - Places

    private func use(_ settings: AdminSettings) {
        self.settings = settings
        told = []
        let places = settings.usedPlaces
        listeners = listeners.filter { places.contains($0.value.place) }
        listen()
    }

    /// Looks after places now and then: a socket may have been removed, a port become free.
    private func look() {
        guard nextLook <= .now else { return }
        listeners = listeners.filter { $0.value.isInPlace }
        listen()
    }

    private func listen() {
        nextLook = .now + .milliseconds(Int(Self.placeTick))
        let held = listeners.values.map(\.place)
        for place in settings.usedPlaces where !held.contains(place) { listen(at: place) }
        for (tag, listener) in listeners where !listener.isWatched { watch(listener, tag) }
    }

    private func listen(at place: AdminSettings.Place) {
        do throws(ToolError) {
            let listener = try AdminListener(place, makesDirectory: !settings.isDefault)
            lastTag += 1
            listeners[lastTag] = listener
            told.remove(place)
            logger.info("tells its status", metadata: ["at": "\(place)"])
        } catch {
            guard told.insert(place).inserted else { return }
            // Nobody asked for the default.
            logger.log(
                level: settings.isDefault ? .info : .warning,
                "tells no status there, and tries again: \(error.message)")
        }
    }

    private func watch(_ listener: AdminListener, _ tag: UInt64) {
        listener.isWatched = (try? epoll.add(listener.number, .readable, tag: tag)) != nil
    }

    // MARK: - Connections

    private func accept(_ tag: UInt64) {
        guard let listener = listeners[tag] else { return }
        for _ in 0..<Self.mostAtOnce {
            switch listener.accept() {
            case .connection(let number): add(FileDescriptor(adopting: number), of: tag)
            case .nobody: return
            case .noRoom:
                if closeOldest(of: nil) { continue }
                // Until the next look: else it would wake this thread again and again.
                try? epoll.remove(listener.number)
                listener.isWatched = false
                return
            }
        }
    }

    private func add(_ socket: consuming FileDescriptor, of listener: UInt64) {
        let count = connections.values.count { $0.listener == listener }
        // A client that asks at once is answered before anybody can push it out.
        guard count < Self.mostConnections || closeOldest(of: listener) else { return }
        let connection = AdminConnection(socket, of: listener)
        lastTag += 1
        guard (try? epoll.add(connection.number, .readable, tag: lastTag)) != nil else { return }
        connections[lastTag] = connection
    }

    /// Cuts the connection that has waited longest without an answer; false if there is none.
    private func closeOldest(of listener: UInt64?) -> Bool {
        let expendable = connections.filter { _, connection in
            connection.isExpendable && connection.listener == listener ?? connection.listener
        }
        guard let oldest = expendable.keys.min() else { return false }
        close(oldest)
        return true
    }

    private func handle(_ tag: UInt64, _ events: Epoll.Events) {
        guard let connection = connections[tag] else { return }
        if !events.isDisjoint(with: .failed) { return close(tag) }
        if events.contains(.readable) {
            switch connection.read() {
            case .ended: return close(tag)
            case .nothing: break
            case .request(let request): answer(request, connection, tag)
            case .rejected(let status): connection.answer(HTTPResponse(status).bytes)
            }
        }
        handle(tag) { if $0.waiting > 0 { $0.write() } }
    }

    /// Does something with a connection, and waits for what it then waits for.
    private func handle(_ tag: UInt64, _ body: (AdminConnection) -> Void) {
        guard let connection = connections[tag] else { return }
        body(connection)
        guard !connection.isClosed,
            (try? epoll.change(connection.number, connection.interest, tag: tag)) != nil
        else { return close(tag) }
    }

    private func close(_ tag: UInt64) {
        guard let connection = connections.removeValue(forKey: tag) else { return }
        if case .streaming(let subscription, _) = connection.state {
            Task.detached { [service = routes.service] in await service.unsubscribe(subscription) }
        }
    }

    private func expire() {
        let now = ContinuousClock.now
        for (tag, connection) in connections where connection.deadline <= now {
            if connection.expire() { handle(tag) { _ in } } else { close(tag) }
        }
    }

    // MARK: - Requests

    private func answer(_ request: HTTPRequest, _ connection: AdminConnection, _ tag: UInt64) {
        guard listeners[connection.listener]?.hostRule.allows(request.host) ?? false else {
            return connection.answer(
                HTTPResponse(.misdirected, "the Host field names another server; use localhost")
                    .bytes)
        }
        switch routes.answer(request) {
        case .response(let response): connection.answer(response.bytes)
        case .large(let page):
            connection.waitForAnswer()
            queue.append((tag, page))
        case .changes(let isText): stream(isText: isText, connection, tag)
        }
    }

    /// Makes one page for all who wait for it.
    ///
    /// They asked before it is made: it is as new as each of them may expect, and those who ask again
    /// and again hold up nobody else.
    private func answerQueued() {
        guard let page = queue.first?.page else { return }
        let tags = queue.filter { $0.page == page }.map(\.tag)
        queue.removeAll { $0.page == page }
        let response =
            waitingBytes < Self.mostWaiting
            ? routes.response(for: page)
            : HTTPResponse(.unavailable, "too much waits to be read")
        let bytes = response.bytes
        for tag in tags {
            handle(tag) { connection in
                connection.answer(bytes)
                connection.write()
            }
        }
    }

    /// The memory that the answers that wait to be read take.
    private var waitingBytes: Int {
        var sizes: [UInt: Int] = [:]
        for connection in connections.values where connection.waiting > 0 {
            sizes[connection.outputAddress] = connection.waiting
        }
        return sizes.values.reduce(0, +)
    }

    private func stream(isText: Bool, _ connection: AdminConnection, _ tag: UInt64) {
        let streams = connections.values.count {
            $0.isStreaming && $0.listener == connection.listener
        }
        guard streams < Self.mostStreams else {
            return connection.answer(
                HTTPResponse(.unavailable, "too many watch already").bytes)
        }
        let subscription = ChangeSubscription(limit: Self.changesKept) { [mailbox] in
            mailbox.add { $0.changed.insert(tag) }
        }
        let service = routes.service
        let begin = EngineCall.wait {
            let names = await service.subscribe(subscription)
            return (names, await service.status(includesNames: false).domain)
        } orUndo: {
            await service.unsubscribe(subscription)
        }
        guard let (names, domain) = begin else { return connection.answer(AdminRoutes.stuck.bytes) }
        connection.stream(
            subscription, ChangeEvent(domain: domain, isText: isText), names: names)
    }
}
