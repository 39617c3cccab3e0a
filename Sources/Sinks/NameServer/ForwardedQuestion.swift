import CDockerNetworkSystem
import DockerNetwork
import DockerNetworkDNS
import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A client's question that waits for an upstream server.
///
/// Each try has a socket of its own, with a port and an id that nobody can guess (RFC 5452). What came
/// over TCP goes on over TCP.
final class ForwardedQuestion: EventHandler {
    /// The receiver of the answer.
    enum Receiver {
        case datagram(DatagramPort, DatagramPeer)
        case stream(StreamConnection)
    }

    /// After so many messages that are no answer a server is given up.
    private static let mostWrong = 16

    /// The client that asks.
    let client: IPAddress
    /// The number by which the forwarder knows it.
    var number: UInt64 = 0
    /// Until when the server that was asked last has time.
    private(set) var deadline = MonotonicTime.now

    private let query: Query
    /// The whole message with the length before it, as it goes over TCP.
    private var message: [UInt8]
    private let servers: [ServerAddress]
    private var receiver: Receiver
    private var tried = 0
    private var wrong = 0

    private var socket: FileDescriptor?
    private var tag: UInt64 = 0
    private var id: UInt16 = 0
    private var sentCount = 0
    /// The bytes that came over TCP so far.
    private var input: [UInt8] = []

    init(
        _ query: Query, _ message: UnsafeRawBufferPointer, from client: IPAddress,
        _ servers: [ServerAddress], to receiver: Receiver
    ) {
        self.query = query
        self.message =
            [
                UInt8(truncatingIfNeeded: message.count >> 8),
                UInt8(truncatingIfNeeded: message.count),
            ]
        self.message += message
        self.client = client
        self.servers = servers
        self.receiver = receiver
    }

    private var isStream: Bool {
        switch receiver {
        case .datagram: false
        case .stream: true
        }
    }

    /// Asks the next server that can be asked, or ends.
    func askNext(_ worker: Worker) {
        closeSocket(worker)
        while tried < servers.count {
            let server = servers[tried]
            tried += 1
            if ask(server, worker) { return }
        }
        fail(worker)
    }

    private func ask(_ server: ServerAddress, _ worker: Worker) -> Bool {
        var name = PeerName(server)
        let family = name.withPointer { pointer, _ in Int32(pointer.pointee.sa_family) }
        let opened = my_docker_network_open_socket(family, isStream ? 1 : 0)
        guard opened >= 0 else { return false }
        let socket = FileDescriptor(adopting: opened)
        // The kernel chooses a random port.
        let result = name.withPointer { connect(opened, $0, $1) }
        guard result == 0 || isStream && errno == EINPROGRESS else { return false }
        id = .random(in: .min ... .max)
        message[2] = UInt8(id >> 8)
        message[3] = UInt8(id & 0xFF)
        sentCount = 0
        wrong = 0
        input = []
        if !isStream {
            let sent = message.withUnsafeBytes { bytes in
                send(
                    opened, bytes.baseAddress.map { $0 + 2 }, bytes.count - 2,
                    Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL))
            }
            guard sent == message.count - 2 else { return false }
        }
        guard let tag = worker.add(opened, isStream ? .writable : .readable, self) else {
            return false
        }
        self.tag = tag
        self.socket = consume socket
        deadline = .now + worker.shared.settings.limits.upstreamTime
        return true
    }

    private func closeSocket(_ worker: Worker) {
        guard let number = socket?.number else { return }
        worker.remove(number, tag)
        socket = nil
    }

    /// Goes on to the next server.
    func timeOut(_ worker: Worker) {
        worker.responder.counts.upstreamTimeouts += 1
        askNext(worker)
    }

    /// Ends without an answer.
    func cancel(_ worker: Worker) {
        closeSocket(worker)
        worker.forwarder.remove(self)
    }

    func handle(_ events: Epoll.Events, _ worker: Worker) {
        guard let number = socket?.number else { return }
        if isStream {
            handleStream(number, events, worker)
        } else {
            handleDatagrams(number, worker)
        }
    }

    private func handleDatagrams(_ number: Int32, _ worker: Worker) {
        let buffer = worker.streamAnswer
        while socket != nil {
            let count = recv(number, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
            guard count >= 0 else {
                // Its port is closed, or there is no way there.
                if errno != EAGAIN, errno != EINTR { askNext(worker) }
                return
            }
            receive(UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]), worker)
        }
    }

    private func handleStream(_ number: Int32, _ events: Epoll.Events, _ worker: Worker) {
        if sentCount < message.count {
            let sent = message.withUnsafeBytes { bytes in
                send(
                    number, bytes.baseAddress.map { $0 + sentCount }, bytes.count - sentCount,
                    Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL))
            }
            guard sent >= 0 else {
                if errno != EAGAIN, errno != EINTR { askNext(worker) }
                return
            }
            sentCount += sent
            if sentCount == message.count { worker.change(number, .readable, tag) }
            return
        }
        let buffer = worker.streamAnswer
        let count = recv(number, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
        guard count > 0 else {
            if count == 0 || errno != EAGAIN && errno != EINTR { askNext(worker) }
            return
        }
        input += buffer[..<count]
        guard input.count >= 2, input.count >= 2 + Int(input[0]) << 8 + Int(input[1]) else {
            return
        }
        let length = Int(input[0]) << 8 | Int(input[1])
        input[2..<(2 + length)].withUnsafeBytes { buffer.copyMemory(from: $0) }
        receive(UnsafeMutableRawBufferPointer(rebasing: buffer[..<length]), worker)
        // One message is all that is expected.
        if socket != nil, wrong > 0 { askNext(worker) }
    }

    /// Gives an answer back, if it is one.
    private func receive(_ answer: UnsafeMutableRawBufferPointer, _ worker: Worker) {
        guard isAnswer(UnsafeRawBufferPointer(answer)),
            let header = DNSHeader(reading: UnsafeRawBufferPointer(answer))
        else {
            wrong += 1
            if wrong >= Self.mostWrong { askNext(worker) }
            return
        }
        switch header.code {
        case DNSHeader.Code.serverFailure, DNSHeader.Code.notImplemented, DNSHeader.Code.refused:
            return askNext(worker)
        default: break
        }
        closeSocket(worker)
        worker.forwarder.prefer(servers[tried - 1])
        worker.forwarder.remove(self)
        worker.responder.counts.forwardedAnswers += 1
        answer.storeBytes(of: query.header.id.bigEndian, as: UInt16.self)
        deliver(answer, worker)
    }

    /// Whether a message answers this very question (RFC 5452 section 9.1).
    private func isAnswer(_ answer: UnsafeRawBufferPointer) -> Bool {
        guard answer.count >= query.questionEnd, let header = DNSHeader(reading: answer),
            header.id == id, header.isResponse, header.opcode == 0, header.questions == 1
        else { return false }
        let nameEnd = DNSHeader.size + query.nameLength
        for index in DNSHeader.size..<query.questionEnd {
            let (asked, answered) = (message[index + 2], answer[index])
            let isSame =
                index < nameEnd
                ? DNSWriter.lowercased(asked) == DNSWriter.lowercased(answered) : asked == answered
            guard isSame else { return false }
        }
        return true
    }

    private func fail(_ worker: Worker) {
        worker.forwarder.remove(self)
        worker.responder.counts.upstreamFailures += 1
        let buffer = worker.streamAnswer
        let count = message.withUnsafeBytes { bytes in
            worker.responder.decline(
                query, UnsafeRawBufferPointer(rebasing: bytes[2...]),
                code: DNSHeader.Code.serverFailure, into: buffer)
        }
        buffer.storeBytes(of: query.header.id.bigEndian, as: UInt16.self)
        deliver(UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]), worker)
    }

    private func deliver(_ answer: UnsafeMutableRawBufferPointer, _ worker: Worker) {
        switch receiver {
        case .stream(let connection):
            connection.finishForwarded(UnsafeRawBufferPointer(answer), worker)
        case .datagram(let port, var peer):
            guard let number = port.number else { return }
            let limit = query.extensions.map { max(512, $0.size) } ?? 512
            guard answer.count > limit else { return peer.send(answer, over: number) }
            // Longer than the client takes: it asks again over TCP.
            let count = message.withUnsafeBytes { bytes in
                worker.responder.truncate(
                    query, UnsafeRawBufferPointer(rebasing: bytes[2...]), into: answer)
            }
            answer.storeBytes(of: query.header.id.bigEndian, as: UInt16.self)
            peer.send(UnsafeMutableRawBufferPointer(rebasing: answer[..<count]), over: number)
        }
    }
}
