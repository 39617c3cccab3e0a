internal import DockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Tells whoever started the service how it does (sd_notify(3)): a datagram to the socket that
/// `NOTIFY_SOCKET` names, a path or, with `@` before it, an abstract name.
package struct ServiceNotification: Sendable {
    private let name: [UInt8]

    /// Makes one for a socket, or returns nil where the name is empty, too long, or neither kind.
    package init?(socket: String?) {
        guard let bytes = socket.map(ForeignText.bytes), let first = bytes.first,
            first == UInt8(ascii: "/") || first == UInt8(ascii: "@"),
            bytes.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path)
        else { return nil }
        name = bytes
    }

    /// Makes one for the socket in this process's environment, or returns nil where there is none.
    package static func ofProcess() -> Self? {
        Self(socket: getenv("NOTIFY_SOCKET").map { ForeignText.decode(cString: $0) })
    }

    /// Sends a state such as `READY=1`; returns whether somebody took it.
    @discardableResult
    package func send(_ state: String) -> Bool {
        let descriptor = socket(
            AF_UNIX, SocketKind.datagram | SocketKind.closeOnExec | SocketKind.nonblocking, 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { path in
            path.copyBytes(from: name)
            // An abstract name begins with a NUL.
            if name.first == UInt8(ascii: "@") { path[0] = 0 }
        }
        let length = MemoryLayout.offset(of: \sockaddr_un.sun_path).map { $0 + name.count }
        guard let length else { return false }
        let bytes = Array(state.utf8)
        let count = withUnsafePointer(to: &address) { pointer in
            // Every socket address begins with the members of sockaddr.
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(
                    descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0,
                    socklen_t(length))
            }
        }
        return count == bytes.count
    }
}
