import CDockerNetworkSystem
import DockerNetworkConnection

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The process that listens on a socket.
struct SocketOwner: CustomStringConvertible {
    /// The result of looking.
    enum Finding {
        /// Nobody: whoever did is gone.
        case nobody
        case somebody(SocketOwner)
    }

    /// The user that began to listen (SO_PEERCRED, unix(7)); nil: it is no socket that emitters use.
    let user: UInt32?
    /// Its number; nil: it lives where this process sees no processes, as in a container.
    let process: Int32?

    /// Asks the kernel, by connecting.
    ///
    /// - Parameter path: The socket's path.
    /// - Returns: Who listens there.
    static func find(at path: String) -> Finding {
        let number = my_docker_network_socket()
        guard number >= 0 else { return .somebody(SocketOwner(user: nil, process: nil)) }
        defer { close(number) }
        guard my_docker_network_use_path(number, path, 0) == 0 else {
            // Only these say that nobody listens; another family of socket has an owner.
            if errno == ECONNREFUSED || errno == ENOENT { return .nobody }
            return .somebody(SocketOwner(user: nil, process: nil))
        }
        let process = my_docker_network_socket_process(number)
        return .somebody(
            SocketOwner(
                user: UInt32(exactly: my_docker_network_socket_user(number)),
                process: process > 0 ? process : nil))
    }

    /// `process 4711 of uid 1000`.
    var description: String {
        let process = process.map { "process \($0)" } ?? "another process"
        return process + (user.map { " of uid \($0)" } ?? "")
    }
}
