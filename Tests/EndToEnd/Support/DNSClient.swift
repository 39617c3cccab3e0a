import Foundation

/// Asks a name server on the loopback over UDP.
struct DNSClient: Sendable {
    let port: UInt16

    /// Asks once.
    ///
    /// - Returns: The answer, or nil where none came within ten seconds.
    func ask(_ name: String, _ kind: DNSAnswer.Kind) async -> DNSAnswer? {
        // Waiting for a datagram must not hold one of the few threads that run tests.
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: askAndWait(name, kind, patience: 10_000))
            }
        }
    }

    /// The name that an address is looked up by (RFC 1035 section 3.5, RFC 3596 section 2.5).
    static func pointerName(of address: String) -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET6, address, &bytes) == 1 {
            let digits = bytes.reversed().flatMap { [$0 & 0xF, $0 >> 4] }
            return digits.map { String($0, radix: 16) }.joined(separator: ".") + ".ip6.arpa"
        }
        return address.split(separator: ".").reversed().joined(separator: ".") + ".in-addr.arpa"
    }

    /// Asks once, and holds the thread up.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - kind: Which records are asked for.
    ///   - patience: How many milliseconds an answer may take.
    /// - Returns: The answer; nil if none came in time.
    func askAndWait(_ name: String, _ kind: DNSAnswer.Kind, patience: Int32) -> DNSAnswer? {
        let flags = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_INET, flags, 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard SocketAddress.withLoopback(port: port, { connect(descriptor, $0, $1) == 0 })
        else { return nil }
        let number = UInt16.random(in: .min ... .max)
        let question = DNSAnswer.question(name, kind, number: number)
        guard send(descriptor, question, question.count, 0) == question.count else { return nil }
        var readiness = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&readiness, 1, patience) == 1 else { return nil }
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return nil }
        return DNSAnswer(Array(buffer[..<count]), to: number, kind: kind)
    }
}
