import CDockerNetworkSystem
import DockerNetwork
import DockerNetworkDNS
import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A client's TCP connection: questions one behind the other, answers as they are known (RFC 7766).
final class StreamConnection: EventHandler {
    /// The maximum length of a question.
    private static let longestMessage = 4096
    /// The maximum number of its questions that wait for upstream servers at once.
    private static let mostForwarded = 32
    /// While more than this waits for the client to read it, no question is read.
    private static let mostPending = 1 << 17

    /// The client that asks.
    let client: IPAddress
    /// The number by which the worker knows it.
    var tag: UInt64 = 0
    /// The instant at which a whole question came, or the client read something.
    private(set) var lastActivity = MonotonicTime.now

    private var socket: FileDescriptor?
    /// The bytes that were read and are not yet a whole question.
    private let input: UnsafeMutableRawBufferPointer
    private var inputCount = 0
    /// The bytes that the client has not read yet, from `pendingStart` on.
    private var pending: [UInt8] = []
    private var pendingStart = 0
    private var forwarded = 0
    private var isAtEnd = false
    private var isAnswering = false
    private var events: Epoll.Events = .readable

    init(_ socket: consuming FileDescriptor, from client: IPAddress) {
        self.socket = consume socket
        self.client = client
        input = .allocate(byteCount: Self.longestMessage + 2, alignment: 8)
    }

    deinit {
        input.deallocate()
    }

    /// The socket's number; negative: it is closed.
    var number: Int32 { socket?.number ?? -1 }
    /// Whether questions wait for upstream servers.
    var isWaiting: Bool { forwarded > 0 }
    /// Whether answers are on their way.
    var isBusy: Bool { isWaiting || pendingStart < pending.count }

    /// Closes the connection, whatever is on its way.
    func close(_ worker: Worker) {
        guard socket != nil else { return }
        worker.remove(number, tag)
        worker.connections.remove(self)
        socket = nil
    }

    /// Reads questions, and writes what waits.
    func handle(_ events: Epoll.Events, _ worker: Worker) {
        // Both directions are gone.
        guard !events.contains(.failed) else { return close(worker) }
        if events.contains(.writable) {
            flush(worker)
            // Questions may wait that were read while too many answers did.
            answerInput(worker)
        }
        if events.contains(.readable) { readInput(worker) }
        settle(worker)
    }

    private func readInput(_ worker: Worker) {
        guard canRead, let room = input.baseAddress else { return }
        let count = recv(
            number, room + inputCount, input.count - inputCount, Int32(MSG_DONTWAIT))
        guard count != 0 else {
            isAtEnd = true
            return
        }
        guard count > 0 else {
            if errno != EAGAIN, errno != EINTR { close(worker) }
            return
        }
        inputCount += count
        answerInput(worker)
    }

    private var canRead: Bool {
        !isAtEnd && forwarded < Self.mostForwarded
            && pending.count - pendingStart < Self.mostPending
            && inputCount < input.count
    }

    /// Answers the whole questions that were read.
    private func answerInput(_ worker: Worker) {
        // A question that no server can be asked ends within this very loop.
        guard !isAnswering else { return }
        isAnswering = true
        defer { isAnswering = false }
        var start = 0
        let snapshot = worker.shared.current()
        while socket != nil, inputCount - start >= 2, forwarded < Self.mostForwarded,
            pending.count - pendingStart < Self.mostPending
        {
            let length = Int(input[start]) << 8 | Int(input[start + 1])
            guard length <= Self.longestMessage else { return close(worker) }
            guard inputCount - start - 2 >= length else { break }
            let end = start + 2 + length
            answer(UnsafeRawBufferPointer(rebasing: input[(start + 2)..<end]), snapshot, worker)
            lastActivity = .now
            start = end
        }
        guard start > 0, let base = input.baseAddress else { return }
        base.copyMemory(from: base + start, byteCount: inputCount - start)
        inputCount -= start
    }

    private func answer(
        _ message: UnsafeRawBufferPointer, _ snapshot: borrowing Snapshot, _ worker: Worker
    ) {
        let buffer = worker.streamAnswer
        let outcome = worker.responder.respond(
            to: message, from: client, isStream: true, snapshot, into: buffer)
        switch outcome {
        case .silence: close(worker)
        case .answer(let count): write(UnsafeRawBufferPointer(rebasing: buffer[..<count]), worker)
        case .forward(let query):
            let isTaken = worker.forwarder.forward(
                query, message, from: client, snapshot.upstreams, to: .stream(self), worker)
            guard !isTaken else { return forwarded += 1 }
            let count = worker.responder.decline(
                query, message, code: DNSHeader.Code.refused, into: buffer)
            write(UnsafeRawBufferPointer(rebasing: buffer[..<count]), worker)
        }
    }

    /// Writes the answer to a question that was forwarded.
    func finishForwarded(_ answer: UnsafeRawBufferPointer, _ worker: Worker) {
        forwarded -= 1
        guard socket != nil else { return }
        write(answer, worker)
        guard !isAnswering else { return }
        // Questions may wait behind it that were read with it.
        answerInput(worker)
        settle(worker)
    }

    private func write(_ answer: UnsafeRawBufferPointer, _ worker: Worker) {
        if pendingStart == pending.count {
            pending.removeAll(keepingCapacity: pending.capacity <= Self.mostPending)
            pendingStart = 0
        }
        pending.append(UInt8(answer.count >> 8))
        pending.append(UInt8(answer.count & 0xFF))
        pending.append(contentsOf: answer)
    }

    private func flush(_ worker: Worker) {
        guard pendingStart < pending.count, socket != nil else { return }
        let number = number
        let count = pending.withUnsafeBytes { bytes in
            send(
                number, bytes.baseAddress.map { $0 + pendingStart }, bytes.count - pendingStart,
                Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL))
        }
        guard count >= 0 else {
            if errno != EAGAIN, errno != EINTR { close(worker) }
            return
        }
        pendingStart += count
        lastActivity = .now
    }

    /// Writes what can be written, and waits for what can come next.
    private func settle(_ worker: Worker) {
        flush(worker)
        guard socket != nil else { return }
        if isAtEnd, !isBusy { return close(worker) }
        var wanted: Epoll.Events = []
        if canRead { wanted.insert(.readable) }
        if pendingStart < pending.count { wanted.insert(.writable) }
        guard wanted != events else { return }
        events = wanted
        worker.change(number, wanted, tag)
    }
}
