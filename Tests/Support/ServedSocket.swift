import Glibc
import Synchronization

/// A socket that one thread serves until another one ends that: which by then may be over, and the
/// socket's number somebody else's.
public final class ServedSocket: Sendable {
    /// The socket's number, for the thread that serves it.
    public let number: Int32
    private let isOpen = Mutex(true)

    /// Takes over a socket.
    public init(_ number: Int32) {
        self.number = number
    }

    /// Ends the wait of the thread that serves it.
    public func shutDown() {
        isOpen.withLock { if $0 { _ = shutdown(number, Int32(SHUT_RDWR)) } }
    }

    /// Closes it; the thread does so at its end.
    public func end() {
        isOpen.withLock { isOpen in
            isOpen = false
            close(number)
        }
    }
}
