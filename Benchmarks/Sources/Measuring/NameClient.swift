import Glibc

/// Asks a DNS server on the loopback, one question after the other (RFC 1035 section 4).
package final class NameClient {
    private let number: Int32
    private var id: UInt16 = 0
    private var answer = [UInt8](repeating: 0, count: 4096)

    /// Opens a socket to 127.0.0.1 at a port.
    package init(port: UInt16) throws {
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

    /// How many records of a type, 1 (A) or 12 (PTR), a name has; nil: no answer within the time, or
    /// nobody listens.
    package func count(_ name: String, type: UInt16 = 1, within patience: Duration) -> Int? {
        guard let question = ask(name, type: type) else { return nil }
        let deadline = ContinuousClock.now + patience
        while let answer = nextAnswer(until: deadline) {
            if answer.id == question { return answer.count }
        }
        return nil
    }

    /// Which of the names have no address yet; several are asked for at a time, each once.
    package func missing(of names: [String]) -> [String] {
        var missing: [String] = []
        for start in stride(from: 0, to: names.count, by: Self.window) {
            let portion = names[start..<min(start + Self.window, names.count)]
            var open: [UInt16: String] = [:]
            for name in portion {
                guard let question = ask(name, type: 1) else { return missing + names[start...] }
                open[question] = name
            }
            let deadline = ContinuousClock.now + .seconds(1)
            while !open.isEmpty, let answer = nextAnswer(until: deadline) {
                if answer.count > 0 {
                    open[answer.id] = nil
                } else if let name = open.removeValue(forKey: answer.id) {
                    missing.append(name)
                }
            }
            missing += open.values
        }
        return missing
    }

    /// Waits until each of the names has an address.
    ///
    /// The last one first, and with pauses: what is measured needs the server and the processors too.
    ///
    /// - Parameters:
    ///   - names: The names, in the order in which they were announced.
    ///   - patience: How long at most.
    /// - Throws: `BenchmarkError` that says how many are missing.
    package func wait(for names: [String], within patience: Duration) throws {
        let deadline = ContinuousClock.now + patience
        var open = names
        while let last = open.last {
            if count(last, within: .milliseconds(50)) ?? 0 > 0 { open = missing(of: open) }
            guard !open.isEmpty else { return }
            guard ContinuousClock.now < deadline else {
                throw BenchmarkError(
                    "\(missing(of: names).count) of \(names.count) names do not resolve")
            }
            usleep(1_000)
        }
    }

    /// So many questions are under way at a time; the server's socket holds more.
    private static let window = 64

    /// Sends one question; nil: nobody listens.
    private func ask(_ name: String, type: UInt16) -> UInt16? {
        id &+= 1
        var bytes = [UInt8](repeating: 0, count: 12)
        (bytes[0], bytes[1], bytes[2], bytes[5]) = (UInt8(id >> 8), UInt8(id & 0xFF), 1, 1)
        for label in name.utf8.split(separator: UInt8(ascii: ".")) {
            bytes.append(UInt8(label.count))
            bytes.append(contentsOf: label)
        }
        bytes += [0, UInt8(type >> 8), UInt8(type & 0xFF), 0, 1]
        return send(number, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count ? id : nil
    }

    /// The next answer; nil: none until then, or the kernel knows that nobody listens.
    private func nextAnswer(until deadline: ContinuousClock.Instant) -> (id: UInt16, count: Int)? {
        while true {
            let left = deadline - .now
            guard left > .zero else { return nil }
            var descriptor = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
            guard poll(&descriptor, 1, Int32(left / .milliseconds(1)) + 1) > 0 else { continue }
            let length = recv(number, &answer, answer.count, Int32(MSG_DONTWAIT))
            if length < 0, errno == ECONNREFUSED { return nil }
            guard length >= 12 else { continue }
            return (
                UInt16(answer[0]) << 8 | UInt16(answer[1]), Int(answer[6]) << 8 | Int(answer[7])
            )
        }
    }

    /// The name under which an IPv4 address is asked for (RFC 1035 section 3.5).
    package static func pointer(_ address: String) -> String {
        address.split(separator: ".").reversed().joined(separator: ".") + ".in-addr.arpa"
    }
}
