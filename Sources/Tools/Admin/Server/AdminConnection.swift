internal import DockerNetwork
internal import DockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// One client: it asks once, gets its answer, and the connection is over.
final class AdminConnection {
    /// A state of a connection.
    enum State {
        /// The head has come so far.
        case reading([UInt8])
        /// The answer takes long to make.
        case queued
        /// The answer is being sent.
        case answering
        /// Changes are told as they come.
        case streaming(ChangeSubscription, ChangeEvent)
        /// The whole answer is sent; what the client still sends is read, so that it gets all of
        /// it.
        case draining
        case closed
    }

    /// The result of reading.
    enum Input {
        case nothing
        case request(HTTPRequest)
        case rejected(HTTPStatus)
        case ended
    }

    /// So long a client may take for its request.
    private static let requestTime = Duration.seconds(5)
    /// So long a client may read nothing of what waits for it.
    private static let stallTime = Duration.seconds(30)
    private static let drainTime = Duration.seconds(1)
    /// The interval at which a stream without changes shows that it goes on.
    private static let heartbeat = Duration.seconds(15)
    /// More changes are taken when less than this waits to be sent.
    private static let mostWaiting = 65_536
    private static let changesAtOnce = 256

    private let socket: FileDescriptor
    let listener: UInt64
    private(set) var state = State.reading([])
    private(set) var deadline = ContinuousClock.now + AdminConnection.requestTime
    private var output: [UInt8] = []
    private var sent = 0

    init(_ socket: consuming FileDescriptor, of listener: UInt64) {
        self.socket = socket
        self.listener = listener
    }

    var number: Int32 { socket.number }

    /// The number of bytes that wait to be sent.
    var waiting: Int { output.count - sent }

    /// The events to wait for.
    var interest: Epoll.Events {
        switch state {
        case .reading, .draining: .readable
        case .answering: .writable
        case .streaming: waiting == 0 ? .readable : [.readable, .writable]
        case .queued, .closed: []
        }
    }

    /// Whether it may be cut in favour of another client.
    var isExpendable: Bool {
        switch state {
        case .reading, .draining: true
        case .queued, .answering, .streaming, .closed: false
        }
    }

    var isClosed: Bool {
        if case .closed = state { true } else { false }
    }

    var isStreaming: Bool {
        if case .streaming = state { true } else { false }
    }

    // MARK: - Reading

    /// Reads what has come.
    func read() -> Input {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = recv(socket.number, &bytes, bytes.count, 0)
        guard count > 0 else {
            let isOver = count == 0 || (errno != EAGAIN && errno != EINTR)
            return isOver ? .ended : .nothing
        }
        guard case .reading(var head) = state else { return .nothing }
        let searched = head.count
        // Not held twice while it grows.
        state = .closed
        head += bytes[..<count]
        defer { state = .reading(head) }
        return switch HTTPRequest.read(head, searched: searched) {
        case .incomplete: .nothing
        case .complete(let request): .request(request)
        case .rejected(let status): .rejected(status)
        }
    }

    // MARK: - Writing

    /// The place in memory of the bytes that wait: several connections may share them.
    var outputAddress: UInt {
        output.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
    }

    /// Starts to wait for an answer that takes long to make.
    func waitForAnswer() {
        state = .queued
        deadline = .now + Self.stallTime
    }

    /// Starts to answer.
    func answer(_ bytes: [UInt8]) {
        state = .answering
        queue(bytes)
    }

    /// Starts to tell changes.
    func stream(_ subscription: ChangeSubscription, _ event: ChangeEvent, names: Int) {
        state = .streaming(subscription, event)
        queue(HTTPResponse(.ok, .events, event.start(names: names)).bytes)
    }

    private func queue(_ bytes: [UInt8]) {
        if waiting == 0 {
            output = bytes
            sent = 0
            deadline = .now + Self.stallTime
        } else {
            output += bytes
        }
    }

    /// Sends what waits and fits, and takes more changes where it is streaming.
    func write() {
        repeat {
            guard send() else { return }
        } while takeChanges()
        guard case .answering = state else {
            if case .streaming = state { deadline = .now + Self.heartbeat }
            return
        }
        shutdown(socket.number, Int32(SHUT_WR))
        state = .draining
        deadline = .now + Self.drainTime
    }

    /// Sends until all is sent; false if it is not, or the client is gone.
    private func send() -> Bool {
        while waiting > 0 {
            let count = output[sent...].withUnsafeBytes {
                systemSend(socket.number, $0.baseAddress, $0.count)
            }
            if count > 0 {
                sent += count
                deadline = .now + Self.stallTime
            } else if errno != EINTR {
                if errno != EAGAIN { state = .closed }
                return false
            }
        }
        output = []
        sent = 0
        return true
    }

    private func takeChanges() -> Bool {
        guard case .streaming(let subscription, let event) = state, waiting < Self.mostWaiting
        else { return false }
        let (changes, lost) = subscription.take(Self.changesAtOnce)
        var text = lost > 0 ? event.lost(lost) : ""
        for change in changes { text += event.change(change) }
        guard !text.isEmpty else { return false }
        queue(Array(text.utf8))
        return true
    }

    /// Does what is due at a deadline that has passed.
    ///
    /// - Returns: Whether the connection goes on.
    func expire() -> Bool {
        guard waiting == 0 else { return false }
        switch state {
        case .reading:
            answer(HTTPResponse(.timedOut, "the request took too long").bytes)
            write()
            return true
        case .streaming:
            // A comment, by which a client that is gone is noticed.
            queue(Array(":\n\n".utf8))
            write()
            return true
        case .queued, .answering, .draining, .closed: return false
        }
    }
}

/// send(2), which has the name of a method above.
private func systemSend(_ number: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    send(number, bytes, count, Int32(MSG_NOSIGNAL))
}
