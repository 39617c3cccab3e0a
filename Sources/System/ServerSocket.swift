internal import CDockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A bound UDP socket, or a listening TCP socket; it is closed with its last owner.
package final class ServerSocket: Sendable {
    /// A kind of server socket.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Datagrams.
        case udp
        /// Connections.
        case tcp
    }

    /// So many connections wait in the kernel until they are accepted.
    private static let backlog: Int32 = 128

    private let descriptor: FileDescriptor
    /// The place where it listens.
    package let name: SocketName
    /// The kind of the socket.
    package let kind: Kind

    /// Binds a socket, close-on-exec and non-blocking; an IPv6 one carries no IPv4.
    ///
    /// - Throws: `SystemCallFailure`: `EADDRINUSE` if somebody has it, `EADDRNOTAVAIL` if the machine
    ///   has no such address now, `EACCES` if this user may not have the port.
    package init(_ kind: Kind, at name: SocketName) throws(SystemCallFailure) {
        let family = name.isIPv4 ? AF_INET : AF_INET6
        let type = kind.type | SocketKind.closeOnExec | SocketKind.nonblocking
        descriptor = FileDescriptor(
            adopting: try FileDescriptor.retrying { socket(family, type, 0) })
        let number = descriptor.number
        if !name.isIPv4 { try Self.set(number, Int32(IPPROTO_IPV6), IPV6_V6ONLY) }
        // Connections of an earlier process that linger do no harm.
        if kind == .tcp { try Self.set(number, SOL_SOCKET, SO_REUSEADDR) }
        _ = try FileDescriptor.retrying { name.withPointer { bind(number, $0, $1) } }
        if kind == .tcp { _ = try FileDescriptor.retrying { listen(number, Self.backlog) } }
        self.kind = kind
        // With the port that the kernel chose.
        self.name = SocketName(of: number) ?? name
    }

    /// Takes over a socket that another process bound, or returns nil, and leaves it open, if it is
    /// neither kind or not of the Internet's families.
    package init?(adopting number: Int32) {
        var type: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(number, SOL_SOCKET, SO_TYPE, &type, &length) == 0,
            let name = SocketName(of: number),
            let kind = Kind.allCases.first(where: { $0.type == type })
        else { return nil }
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
        if kind == .tcp { listen(number, Self.backlog) }
        descriptor = FileDescriptor(adopting: number)
        self.name = name
        self.kind = kind
    }

    /// The number, for as long as this is held.
    package var number: Int32 { descriptor.number }

    /// Returns the same socket once more, for a caller that closes it.
    package func duplicate() throws(SystemCallFailure) -> Int32 {
        let number = descriptor.number
        return try FileDescriptor.retrying { fcntl(number, F_DUPFD_CLOEXEC, 0) }
    }

    private static func set(
        _ number: Int32, _ level: Int32, _ option: Int32
    ) throws(SystemCallFailure) {
        var one: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        _ = try FileDescriptor.retrying { setsockopt(number, level, option, &one, size) }
    }
}

extension ServerSocket.Kind {
    /// The socket type for socket(2).
    fileprivate var type: Int32 { self == .udp ? SocketKind.datagram : SocketKind.stream }
}
