import DockerNetwork
import Glibc

/// Asks a DNS server on the loopback, one question after the other (RFC 1035 section 4).
final class NameClient {
    private let number: Int32
    private var id: UInt16 = 0

    /// Opens a socket to 127.0.0.1 at a port.
    init(port: UInt16) throws {
        number = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw BenchmarkError("no socket: errno \(errno)") }
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(number, $0, size) }
        }
        guard result == 0 else { throw BenchmarkError("no way to dnsmasq: errno \(errno)") }
    }

    deinit { close(number) }

    /// How many records of a type, 1 (A) or 12 (PTR), a name has; nil: no answer within the time.
    func count(_ name: String, type: UInt16 = 1, within patience: Duration) -> Int? {
        id &+= 1
        var bytes = [UInt8](repeating: 0, count: 12)
        (bytes[0], bytes[1], bytes[2], bytes[5]) = (UInt8(id >> 8), UInt8(id & 0xFF), 1, 1)
        for label in name.utf8.split(separator: UInt8(ascii: ".")) {
            bytes.append(UInt8(label.count))
            bytes.append(contentsOf: label)
        }
        bytes += [0, UInt8(type >> 8), UInt8(type & 0xFF), 0, 1]
        _ = send(number, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        let deadline = ContinuousClock.now + patience
        var answer = [UInt8](repeating: 0, count: 4096)
        while true {
            let left = deadline - .now
            guard left > .zero else { return nil }
            var descriptor = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
            guard poll(&descriptor, 1, Int32(left / .milliseconds(1)) + 1) > 0 else { continue }
            let length = recv(number, &answer, answer.count, Int32(MSG_DONTWAIT))
            guard length >= 12, answer[0] == bytes[0], answer[1] == bytes[1] else { continue }
            return Int(answer[6]) << 8 | Int(answer[7])
        }
    }

    /// The name under which an IPv4 address is asked for (RFC 1035 section 3.5).
    static func pointer(_ address: String) -> String {
        address.split(separator: ".").reversed().joined(separator: ".") + ".in-addr.arpa"
    }
}
