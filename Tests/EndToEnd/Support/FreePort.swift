import Foundation
import Synchronization

/// Ports of the loopback that nobody uses, each given once to this process.
enum FreePort {
    private static let given = Mutex<Set<UInt16>>([])

    /// A port that is free for TCP and UDP, below the range from which the kernel takes ports for
    /// outgoing connections.
    static func next() throws -> UInt16 {
        for _ in 0..<500 {
            let port = UInt16.random(in: 10_000..<20_000)
            guard isFree(port, SOCK_STREAM), isFree(port, SOCK_DGRAM),
                given.withLock({ $0.insert(port).inserted })
            else { continue }
            return port
        }
        throw WaitFailure(description: "no free port between 10000 and 19999")
    }

    private static func isFree(_ port: UInt16, _ kind: __socket_type) -> Bool {
        let descriptor = socket(AF_INET, Int32(kind.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return SocketAddress.withLoopback(port: port) { bind(descriptor, $0, $1) == 0 }
    }
}
