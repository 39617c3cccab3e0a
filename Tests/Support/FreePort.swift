import Glibc
import Synchronization

/// Ports of the loopback that nobody uses, each given once to this process.
public enum FreePort {
    /// There is none.
    public struct Failure: Error {}

    private static let given = Mutex<Set<UInt16>>([])

    /// A port that is free for TCP and UDP.
    ///
    /// It lies below the range from which the kernel takes ports for outgoing connections, one of
    /// which would come first now and then.
    ///
    /// - Throws: `Failure` where 500 tries found none.
    public static func next() throws -> UInt16 {
        for _ in 0..<500 {
            let port = UInt16.random(in: 20_000..<30_000)
            guard isFree(port, SOCK_STREAM), isFree(port, SOCK_DGRAM),
                given.withLock({ $0.insert(port).inserted })
            else { continue }
            return port
        }
        throw Failure()
    }

    private static func isFree(_ port: UInt16, _ kind: __socket_type) -> Bool {
        let descriptor = socket(AF_INET, Int32(kind.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
