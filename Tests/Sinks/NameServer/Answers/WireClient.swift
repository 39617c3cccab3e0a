import Glibc
import TestSupport

/// A socket of a client on the loopback that waits 20 s at most for each answer.
final class WireClient {
    /// Nothing came in time, or the server closed the connection.
    struct Silence: Error {}

    /// The server, which lives as long as its clients.
    var server: RunningServer?
    private let number: Int32
    private let isStream: Bool

    /// Connects to a port at an address of the loopback: `0x7F00_0001` is 127.0.0.1.
    init(_ port: UInt16, at address: UInt32 = 0x7F00_0001, isStream: Bool = false) throws {
        self.isStream = isStream
        number = socket(
            AF_INET, Int32((isStream ? SOCK_STREAM : SOCK_DGRAM).rawValue), 0)
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(
            number, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = address.bigEndian
        let result = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Silence() }
    }

    deinit {
        close(number)
    }

    /// Sends bytes as they are.
    func sendRaw(_ bytes: [UInt8]) {
        _ = send(number, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Sends a message, over TCP with its length before it.
    func sendMessage(_ bytes: [UInt8]) {
        sendRaw(isStream ? [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes : bytes)
    }

    /// Ends the client's own direction of a connection.
    func endSending() {
        shutdown(number, Int32(SHUT_WR))
    }

    /// The next message.
    func receive() throws -> [UInt8] {
        guard isStream else {
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let count = recv(number, &bytes, bytes.count, 0)
            guard count >= 0 else { throw Silence() }
            return Array(bytes[..<count])
        }
        let length = try receive(2)
        return try receive(Int(length[0]) << 8 | Int(length[1]))
    }

    private func receive(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var got = 0
        while got < count {
            let more = bytes.withUnsafeMutableBytes { buffer in
                recv(number, buffer.baseAddress.map { $0 + got }, count - got, 0)
            }
            guard more > 0 else { throw Silence() }
            got += more
        }
        return bytes
    }

    /// Sends a question and reads its answer.
    func ask(_ message: DNSWireMessage) throws -> DNSWireMessage {
        sendMessage(message.bytes)
        guard let answer = DNSWireMessage(try receive()) else { throw Silence() }
        return answer
    }
}
