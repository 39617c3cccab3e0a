import Foundation
import Synchronization

/// Stands between a client and a real broker, to cut or to silence the connection.
///
/// It runs on threads of its own and ends when it is cut or dropped.
final class Proxy: Sendable {
    private struct State {
        var sockets: [Int32] = []
        var isStalled = false
        var isCut = false
    }

    let port: UInt16
    private let listener: Int32
    private let target: UInt16
    private let state: Lock

    /// Shared with the threads, so that they do not keep the proxy alive.
    private final class Lock: Sendable {
        let value = Mutex(State())
    }

    init(to target: UInt16) throws {
        self.target = target
        state = Lock()
        (listener, port) = try LoopbackSocket.listen()
        let (listener, state) = (listener, state)
        Thread.detachNewThread {
            while case let client = accept(listener, nil, nil), client >= 0 {
                guard let server = LoopbackSocket.connect(target) else {
                    close(client)
                    continue
                }
                state.value.withLock { $0.sockets += [client, server] }
                Thread.detachNewThread { Self.pump(client, server, state) }
                Thread.detachNewThread { Self.pump(server, client, state) }
            }
            close(listener)
        }
    }

    deinit {
        cut()
    }

    /// Passes nothing on from now on, although every connection stays.
    func stall() {
        state.value.withLock { $0.isStalled = true }
    }

    /// Ends every connection.
    func cut() {
        state.value.withLock { state in
            guard !state.isCut else { return }
            state.isCut = true
            for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
            shutdown(listener, Int32(SHUT_RDWR))
        }
    }

    private static func pump(_ from: Int32, _ to: Int32, _ state: Lock) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(from, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            while state.value.withLock({ $0.isStalled && !$0.isCut }) { usleep(10_000) }
            guard send(to, buffer, count, Int32(MSG_NOSIGNAL)) == count else { break }
        }
        shutdown(to, Int32(SHUT_RDWR))
    }
}
