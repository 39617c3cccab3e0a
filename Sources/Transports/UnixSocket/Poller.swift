import CDockerNetworkSystem
import DockerNetwork
import DockerNetworkConnection

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Which of many sockets are ready (epoll(7), level-triggered); it can be waited for like a socket.
struct Poller: ~Copyable {
    /// The events that a socket is watched for.
    struct Interest: OptionSet {
        let rawValue: UInt32

        static let reading = Self(rawValue: my_docker_network_epoll_read)
        static let writing = Self(rawValue: my_docker_network_epoll_write)
    }

    let number: CInt

    /// So many are told at once.
    private static let most = 256

    /// - Throws: `TransportError` with `.unreachable` where no file descriptor is left.
    init() throws(TransportError) {
        number = my_docker_network_open_epoll()
        guard number >= 0 else { throw ConnectionThread.shortage(of: "file descriptor", errno) }
    }

    deinit {
        close(number)
    }

    /// Changes what a socket is watched for.
    ///
    /// - Parameters:
    ///   - socket: The socket.
    ///   - key: What `ready` calls it.
    ///   - old: What it was watched for until now.
    ///   - new: What it is watched for from now on. Of nothing, an end is not told either.
    /// - Returns: Whether the kernel took it.
    func watch(_ socket: CInt, as key: UInt64, _ old: Interest, _ new: Interest) -> Bool {
        guard old != new else { return true }
        return my_docker_network_epoll_watch(
            number, socket, new.rawValue, key, old.isEmpty ? 0 : 1) == 0
    }

    /// The keys of sockets that are ready; those of a call come behind the others at the next.
    func ready() -> [UInt64] {
        var keys = [UInt64](repeating: 0, count: Self.most)
        var events = [UInt32](repeating: 0, count: Self.most)
        let count = my_docker_network_epoll_ready(number, &keys, &events, CInt(Self.most))
        return Array(keys.prefix(Int(max(0, count))))
    }
}
