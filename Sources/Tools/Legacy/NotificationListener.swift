package import DockerNetworkProgram
internal import DockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The receiving end of sd_notify(3), for whoever starts a service and waits until it is ready.
package struct NotificationListener: ~Copyable {
    /// The value for NOTIFY_SOCKET; an abstract name, so that no file is left behind.
    package let name: String
    private let descriptor: Int32

    /// Makes a socket that only processes of this network namespace reach.
    ///
    /// - Throws: `ToolError` (69) where the system has no socket left.
    package init() throws(ToolError) {
        name = "@my-docker-network-start-\(UInt64.random(in: .min ... .max))"
        descriptor = socket(
            AF_UNIX, SocketKind.datagram | SocketKind.closeOnExec | SocketKind.nonblocking, 0)
        guard descriptor >= 0 else { throw Self.failure() }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { path in
            path.copyBytes(from: name.utf8)
            // An abstract name begins with a NUL.
            path[0] = 0
        }
        let length = MemoryLayout<sa_family_t>.size + name.utf8.count
        let result = withUnsafePointer(to: &address) { pointer in
            // Every socket address begins with the members of sockaddr.
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(length))
            }
        }
        guard result == 0 else {
            let failure = Self.failure()
            close(descriptor)
            throw failure
        }
    }

    deinit {
        close(descriptor)
    }

    /// Whether a datagram that says `READY=1` has come since it was last asked.
    package func isReady() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return false }
            let lines = buffer[..<count].split(separator: UInt8(ascii: "\n"))
            if lines.contains(where: { $0.elementsEqual("READY=1".utf8) }) { return true }
        }
    }

    private static func failure() -> ToolError {
        ToolError(.unavailable, "cannot wait for the service: \(SystemCallFailure.last.reason)")
    }
}
