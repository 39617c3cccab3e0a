import DockerNetwork
import DockerNetworkBroker
import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The place of the socket, and how a host offers it.
public struct UnixSocketConfiguration: Hashable, Sendable {
    /// The socket's absolute path, at most `longestPath` bytes.
    public var path: String
    /// The permission bits: connecting, and so announcing, needs write permission (unix(7)).
    public var mode: UInt16
    /// The group that the socket is given, as a number; nil: the host service's own.
    public var group: UInt32?
    /// Whether what a running emitter announced is withdrawn when its connection ends.
    public var withdrawsOnClose: Bool
    /// The maximum number of emitters connected at once; the process's limit of open files, less
    /// what a host service needs itself, holds too.
    public var mostClients: Int
    /// The time that an announcement may wait for its confirm, and that a client may leave its
    /// answers unread.
    public var answerTimeout: Duration

    /// An address holds 107 bytes (unix(7)), and the socket is made beside its place first.
    public static let longestPath = 100

    /// A socket with every default.
    ///
    /// - Parameters:
    ///   - path: The socket's absolute path.
    ///   - mode: Its permission bits.
    ///   - group: Its group's number, or nil.
    ///   - withdrawsOnClose: Whether a closed connection takes its names with it.
    public init(
        path: String, mode: UInt16 = 0o660, group: UInt32? = nil, withdrawsOnClose: Bool = true
    ) {
        self.path = path
        self.mode = mode
        self.group = group
        self.withdrawsOnClose = withdrawsOnClose
        mostClients = 4_096
        answerTimeout = .seconds(10)
    }

    /// `unix:///run/my-docker-network/announce.sock`.
    package var endpoint: String { "unix://\(path.printable(longest: 255))" }
}

extension UnixSocketConfiguration: EndpointErrors {
    /// Listens on the socket; nobody can connect before its mode and group are right.
    ///
    /// - Throws: `TransportError`: `.inUse` where another process listens there.
    func listen() throws(TransportError) -> SocketFile {
        try checkPath()
        do throws(SocketFile.Failure) {
            return try SocketFile(
                path, .packets, mode: UInt32(mode), group: group, backlog: 4_096, creating: .last)
        } catch {
            throw self.error(error)
        }
    }

    private func error(_ failure: SocketFile.Failure) -> TransportError {
        switch failure {
        case .notSocket:
            return error(
                .configuration, "what is there is no socket; remove it, or choose another path")
        case .inUse:
            guard case .somebody(let owner) = SocketOwner.find(at: path) else {
                return error(.inUse, "another process has just taken its place")
            }
            return error(.inUse, "\(owner) listens there; stop it, or choose another path")
        case .system(let failure):
            let isShort = [EMFILE, ENFILE, ENOBUFS, ENOMEM, ENOSPC].contains(failure.code)
            return error(
                isShort ? .unreachable : .configuration,
                "cannot make the socket: \(failure.reason); its folder must be there and writable "
                    + "for this user")
        }
    }

    /// - Throws: `TransportError` with `.configuration` where no socket can have the path.
    func checkPath() throws(TransportError) {
        guard path.hasPrefix("/"), !path.hasSuffix("/"), !path.utf8.contains(0) else {
            throw error(.configuration, "the socket's path must be absolute and name a file")
        }
        guard path.utf8.count <= Self.longestPath else {
            throw error(
                .configuration,
                "the socket's path has \(path.utf8.count) bytes, more than \(Self.longestPath); "
                    + "choose a shorter one")
        }
    }
}
