internal import CDockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Connects to a server of this machine, for calls that block.
package enum ClientSocket {
    /// Connects to a stream socket in the file system.
    ///
    /// - Parameters:
    ///   - path: Its path.
    ///   - seconds: How long connecting, and each read and write, may take.
    /// - Returns: The connection; a call that takes longer fails with `EAGAIN`.
    /// - Throws: `SystemCallFailure`.
    package static func connect(
        path: String, timeout seconds: Int
    ) throws(SystemCallFailure) -> FileDescriptor {
        let socket = try open(AF_UNIX, seconds)
        let number = socket.number
        let name = ForeignText.cString(path)
        _ = try FileDescriptor.retrying { my_docker_network_use_path(number, name, 0) }
        return socket
    }

    /// Connects over TCP, as `connect(path:timeout:)` does.
    package static func connect(
        to name: SocketName, timeout seconds: Int
    ) throws(SystemCallFailure) -> FileDescriptor {
        let socket = try open(name.isIPv4 ? AF_INET : AF_INET6, seconds)
        let number = socket.number
        _ = try FileDescriptor.retrying { name.connect(number) }
        return socket
    }

    /// Lets each read of a connection wait without end.
    package static func waitForEver(_ socket: borrowing FileDescriptor) {
        setTimeout(socket.number, SO_RCVTIMEO, 0)
    }

    private static func open(
        _ family: Int32, _ seconds: Int
    ) throws(SystemCallFailure) -> FileDescriptor {
        let socket = FileDescriptor(
            adopting: try FileDescriptor.retrying { my_docker_network_open_socket(family, 1) })
        let number = socket.number
        _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) & ~O_NONBLOCK)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] { setTimeout(number, option, seconds) }
        return socket
    }

    private static func setTimeout(_ number: Int32, _ option: Int32, _ seconds: Int) {
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(number, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
    }
}
