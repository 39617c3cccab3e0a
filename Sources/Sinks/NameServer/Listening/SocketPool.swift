import DockerNetworkSystem
import Synchronization

/// The sockets of a process's name servers, by where they listen.
///
/// A server that takes another one's place, as after a change of the configuration, goes on with its
/// sockets: what waits in them is answered. The former one lets go of each once the new one serves it.
/// Sockets of a service manager stay for as long as the process lives.
final class SocketPool: Sendable {
    /// The sockets of this process, with those that a service manager named `dns`.
    static let ofProcess = SocketPool(
        inherited: InheritedSockets.take(named: "dns"))

    private struct Place: Hashable {
        let kind: ServerSocket.Kind
        let name: SocketName
    }

    private struct Reference {
        weak var socket: ServerSocket?
        /// Has whoever serves it let go of it.
        var release: (@Sendable () -> Void)?
    }

    /// The sockets that a service manager bound.
    let inherited: [ServerSocket]
    private let open = Mutex<[Place: Reference]>([:])

    /// Makes a pool that has only these.
    init(inherited: [ServerSocket] = []) {
        self.inherited = inherited
    }

    /// Whether a socket of the service manager has an address already, alone or with all others.
    func inherits(_ kind: ServerSocket.Kind, at name: SocketName) -> Bool {
        inherited.contains { socket in
            socket.kind == kind && socket.name.port == name.port
                && (socket.name == name
                    || socket.name.isWildcard && socket.name.isIPv4 == name.isIPv4)
        }
    }

    /// A socket that a server of this process has already, or a new one.
    ///
    /// - Throws: `SystemCallFailure` if it cannot be bound.
    func socket(
        _ kind: ServerSocket.Kind, at name: SocketName
    ) throws(SystemCallFailure) -> ServerSocket {
        let place = Place(kind: kind, name: name)
        if let socket = open.withLock({ $0[place]?.socket }) { return socket }
        let socket = try ServerSocket(kind, at: name)
        open.withLock { open in
            open = open.filter { $0.value.socket != nil }
            open[place] = Reference(socket: socket)
        }
        return socket
    }

    /// Notes who serves a socket from now on, and has the former one let go of it.
    ///
    /// - Parameters:
    ///   - socket: The socket.
    ///   - release: Lets go of it; it must not keep the server alive.
    func serves(_ socket: ServerSocket, release: @escaping @Sendable () -> Void) {
        let place = Place(kind: socket.kind, name: socket.name)
        let former = open.withLock { open in
            let former = open[place]?.release
            open[place] = Reference(socket: socket, release: release)
            return former
        }
        former?()
    }
}
