import CDockerNetworkSystem
import DockerNetwork
import DockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A TCP socket that connections come from.
final class StreamPort: EventHandler {
    /// After so many connections others get their turn.
    private static let mostAtOnce = 16

    private var socket: FileDescriptor?

    init(adopting number: Int32) {
        socket = FileDescriptor(adopting: number)
    }

    /// The socket's number; nil: it is served no more.
    var number: Int32? { socket?.number }

    /// Closes the socket; its connections go on.
    func close() {
        socket = nil
    }

    /// Takes the connections that wait.
    func handle(_ events: Epoll.Events, _ worker: Worker) {
        guard let number else { return }
        for _ in 0..<Self.mostAtOnce {
            var name = PeerName()
            let accepted = name.withPointer { pointer, size in
                var size = size
                return my_docker_network_accept(number, pointer, &size)
            }
            guard accepted >= 0 else {
                // Without a descriptor the connection waits on, and would wake this thread again
                // and again: the one that has been silent longest makes room.
                if errno == EMFILE || errno == ENFILE { worker.connections.closeOldest(worker) }
                return
            }
            let connection = FileDescriptor(adopting: accepted)
            let peer = withUnsafeBytes(of: name.bytes) { bytes in
                bytes.baseAddress.flatMap { PeerName.peer(at: $0) }
            }
            guard let peer, worker.rule.allows(peer.address) else {
                worker.responder.counts.ignored += 1
                continue
            }
            worker.connections.add(connection, from: peer.address, worker)
        }
    }
}
