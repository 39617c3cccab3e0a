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

/// Takes connections and never says a word.
final class SilentServer: Sendable {
    let port: UInt16
    private let listener: Int32

    init() throws {
        (listener, port) = try LoopbackSocket.listen()
    }

    deinit {
        close(listener)
    }

    /// Whether somebody waits to be accepted, which nobody ever is.
    var hasClient: Bool {
        var descriptor = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) == 1
    }
}

/// TCP on 127.0.0.1.
enum LoopbackSocket {
    struct Failure: Error {
        var number: Int32
    }

    static func listen() throws -> (socket: Int32, port: UInt16) {
        let socket = make()
        var address = address(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let failed = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(socket, pointer, length) != 0 || Glibc.listen(socket, 16) != 0
                    || getsockname(socket, pointer, &length) != 0
            }
        }
        if failed { throw Failure(number: errno) }
        return (socket, UInt16(bigEndian: address.sin_port))
    }

    static func connect(_ port: UInt16) -> Int32? {
        let socket = make()
        var address = address(port)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                Glibc.connect(socket, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if result == 0 { return socket }
        close(socket)
        return nil
    }

    private static func make() -> Int32 {
        socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    }

    private static func address(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
