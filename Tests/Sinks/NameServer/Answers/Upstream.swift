import Glibc
import Synchronization
import TestSupport

/// A server that others are forwarded to, on a free port of the loopback, over UDP or TCP.
final class Upstream: Sendable {
    /// What it sends back for a message; none: it stays silent.
    typealias Reply = @Sendable ([UInt8]) -> [[UInt8]]

    /// A message, and the port that it came from.
    struct Arrival: Sendable {
        let message: [UInt8]
        let port: UInt16
    }

    let port: UInt16
    private let socket: ServedSocket
    private var number: Int32 { socket.number }
    private let arrivals = Mutex<[Arrival]>([])

    init(isStream: Bool = false, port: UInt16 = 0, _ reply: @escaping Reply) throws {
        let kind = isStream ? SOCK_STREAM : SOCK_DGRAM
        let number = Glibc.socket(AF_INET, Int32(kind.rawValue), 0)
        socket = ServedSocket(number)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, size) == 0 ? getsockname(number, $0, &size) : -1
            }
        }
        guard result == 0, !isStream || listen(number, 16) == 0 else {
            throw WireClient.Silence()
        }
        self.port = UInt16(bigEndian: name.sin_port)
        let work = Work(self, isStream, reply)
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { argument in
                argument.map { Unmanaged<Work>.fromOpaque($0).takeRetainedValue().run() }
                return nil
            }, Unmanaged.passRetained(work).toOpaque())
        pthread_detach(thread)
    }

    /// Ends its thread, which closes the socket: else it could read from the next one of that number.
    func stop() {
        socket.shutDown()
    }

    /// What came so far.
    var received: [Arrival] { arrivals.withLock { $0 } }

    private final class Work: Sendable {
        let upstream: Upstream
        let isStream: Bool
        let reply: Reply

        init(_ upstream: Upstream, _ isStream: Bool, _ reply: @escaping Reply) {
            self.upstream = upstream
            self.isStream = isStream
            self.reply = reply
        }

        func run() {
            while isStream ? takeConnection() : takeDatagram() {}
            upstream.socket.end()
        }

        private func takeDatagram() -> Bool {
            var bytes = [UInt8](repeating: 0, count: 65_536)
            var name = sockaddr_in()
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            return withUnsafeMutablePointer(to: &name) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { peer in
                    let count = recvfrom(upstream.number, &bytes, bytes.count, 0, peer, &size)
                    guard count > 0 else { return count < 0 && errno == EINTR }
                    let message = Array(bytes[..<count])
                    let port = UInt16(bigEndian: pointer.pointee.sin_port)
                    upstream.arrivals.withLock { $0.append(.init(message: message, port: port)) }
                    for answer in reply(message) {
                        sendto(
                            upstream.number, answer, answer.count, Int32(MSG_NOSIGNAL), peer, size)
                    }
                    return true
                }
            }
        }

        private func takeConnection() -> Bool {
            let connection = accept(upstream.number, nil, nil)
            guard connection >= 0 else { return errno == EINTR }
            defer { close(connection) }
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let count = recv(connection, &bytes, bytes.count, 0)
            guard count > 2 else { return true }
            let message = Array(bytes[2..<count])
            upstream.arrivals.withLock { $0.append(.init(message: message, port: 0)) }
            for answer in reply(message) {
                let framed = [UInt8(answer.count >> 8), UInt8(answer.count & 0xFF)] + answer
                // In two pieces, as it may come from far away.
                send(connection, framed, 1, Int32(MSG_NOSIGNAL))
                send(connection, Array(framed.dropFirst()), framed.count - 1, Int32(MSG_NOSIGNAL))
            }
            return true
        }
    }

    /// An answer to a message, with one address that names it, and the EDNS record that it has.
    static func answer(_ message: [UInt8], last: UInt8 = 1, code: UInt16 = 0) -> [UInt8] {
        guard var answer = DNSWireMessage(message) else { return [] }
        answer.flags = 0x8180 | code
        if code == 0 {
            answer.answers = [
                .init(
                    name: answer.questions[0].name, type: 1, timeToLive: 300,
                    data: [192, 0, 2, last])
            ]
        }
        return answer.bytes
    }
}
