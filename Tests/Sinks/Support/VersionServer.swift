import Foundation
import Glibc
import TestSupport
import Testing

/// Answers every TXT question with one line, as dnsmasq says its version, and nothing else.
final class VersionServer: Sendable {
    let port: UInt16
    private let socket: ServedSocket

    init(saying text: String) throws {
        port = try FreePort.next()
        let number = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        let served = ServedSocket(number)
        socket = served
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(result == 0)
        Thread { Self.serve(served, text) }.start()
    }

    deinit {
        // Ends the thread's wait, which then closes the socket.
        socket.shutDown()
    }

    private static func serve(_ socket: ServedSocket, _ text: String) {
        defer { socket.end() }
        let number = socket.number
        var bytes = [UInt8](repeating: 0, count: 512)
        while true {
            var name = sockaddr_in()
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let count = withUnsafeMutablePointer(to: &name) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    recvfrom(number, &bytes, bytes.count, 0, $0, &size)
                }
            }
            if count < 0, errno == EINTR { continue }
            guard count > 16 else { return }
            // The question's type is the last but two bytes: TXT is 16.
            guard bytes[count - 3] == 16 else { continue }
            var answer = Array(bytes[..<count])
            (answer[2], answer[7]) = (0x84, 1)
            let length = UInt8(text.utf8.count)
            answer += [0xC0, 12, 0, 16, 0, 3, 0, 0, 0, 0, 0, length + 1, length]
            answer += Array(text.utf8)
            _ = withUnsafePointer(to: &name) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    sendto(number, answer, answer.count, 0, $0, size)
                }
            }
        }
    }
}
