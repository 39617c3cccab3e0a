import Glibc

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
