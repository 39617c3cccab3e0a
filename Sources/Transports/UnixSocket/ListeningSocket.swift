import CUnix
import DockerNetwork
import DockerNetworkConnection

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The socket that a host listens on, and its place in the file system.
final class ListeningSocket {
    /// What is at the path.
    enum Place {
        case ours
        case nothing
        case another
    }

    let number: CInt
    private let path: String
    private let device: UInt64
    private let inode: UInt64

    /// So many wait to be accepted; the kernel may allow fewer (net.core.somaxconn).
    private static let backlog: CInt = 4_096

    /// Makes the socket beside its place, gives it mode and group, and moves it there: nobody can
    /// connect before it listens and its mode is right.
    ///
    /// - Throws: `TransportError`: `.inUse` where another process listens there.
    init(_ configuration: UnixSocketConfiguration) throws(TransportError) {
        try configuration.checkPath()
        try Self.makeFolder(configuration)
        try Self.checkPlace(configuration)
        let number = my_docker_network_socket()
        guard number >= 0 else { throw ConnectionThread.shortage(of: "file descriptor", errno) }
        let temporary = "\(configuration.path).\(Self.randomSuffix())"
        do throws(TransportError) {
            (device, inode) = try Self.place(number, configuration, by: temporary)
        } catch {
            unlink(temporary)
            close(number)
            throw error
        }
        self.number = number
        path = configuration.path
    }

    /// Removes the socket from its place, where it still is the one there.
    deinit {
        if Self.identity(path).map({ $0 == (device, inode) }) == true { unlink(path) }
        close(number)
    }

    /// Whether emitters still find it.
    var place: Place {
        guard let found = Self.identity(path) else { return .nothing }
        return found == (device, inode) ? .ours : .another
    }

    private static func place(
        _ number: CInt, _ configuration: UnixSocketConfiguration, by temporary: String
    ) throws(TransportError) -> (UInt64, UInt64) {
        guard my_docker_network_socket_bind(number, temporary) == 0 else {
            throw configuration.cannotListen("make the socket", errno)
        }
        guard chmod(temporary, mode_t(configuration.mode)) == 0 else {
            throw configuration.cannotListen("set the socket's mode", errno)
        }
        if let group = configuration.group, chown(temporary, uid_t.max, gid_t(group)) != 0 {
            throw configuration.cannotListen("give the socket to the group \(group)", errno)
        }
        guard listen(number, backlog) == 0 else {
            throw configuration.cannotListen("listen", errno)
        }
        guard let identity = identity(temporary), rename(temporary, configuration.path) == 0 else {
            throw configuration.cannotListen("move the socket to its place", errno)
        }
        return identity
    }

    /// A folder below /run is gone after each start of the machine.
    private static func makeFolder(
        _ configuration: UnixSocketConfiguration
    ) throws(TransportError) {
        let path = configuration.path
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
        guard mkdir(String(path[..<slash]), 0o755) != 0, errno != EEXIST else { return }
        throw configuration.cannotListen("make the socket's folder", errno)
    }

    /// Looks whether the place is free, or holds what a dead process left.
    private static func checkPlace(
        _ configuration: UnixSocketConfiguration
    ) throws(TransportError) {
        var status = stat()
        guard lstat(configuration.path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw configuration.error(
                .configuration, "what is there is no socket; remove it, or choose another path")
        }
        let number = my_docker_network_socket()
        guard number >= 0 else { throw ConnectionThread.shortage(of: "file descriptor", errno) }
        defer { close(number) }
        if my_docker_network_socket_connect(number, configuration.path) != 0 {
            // Only these say that nobody listens; another family of socket has an owner.
            if errno == ECONNREFUSED || errno == ENOENT { return }
        }
        throw configuration.error(
            .inUse, "another process listens there; stop it, or choose another path")
    }

    private static func identity(_ path: String) -> (UInt64, UInt64)? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        return (UInt64(status.st_dev), UInt64(status.st_ino))
    }

    private static func randomSuffix() -> String {
        String(UInt32.random(in: 60_466_176 ... .max / 2), radix: 36)
    }
}

extension UnixSocketConfiguration {
    fileprivate func cannotListen(_ action: String, _ number: CInt) -> TransportError {
        let reason = String(cString: strerror(number))
        let isShort = [EMFILE, ENFILE, ENOBUFS, ENOMEM, ENOSPC].contains(number)
        return error(
            isShort ? .unreachable : .configuration,
            "cannot \(action): \(reason); its folder must be there and writable for this user")
    }
}
