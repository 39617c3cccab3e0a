import CDockerNetworkSystem
package import DockerNetwork

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Sleeps in a single `poll` for a connection's socket and for new work.
package final class SocketSleeper: ConnectionSleeper {
    private let wakeUp: CInt

    /// Creates a sleeper for one thread.
    ///
    /// - Throws: `TransportError` with `.unreachable` where no file descriptor is left.
    package init() throws(TransportError) {
        wakeUp = eventfd(0, CInt(EFD_CLOEXEC) | CInt(EFD_NONBLOCK))
        guard wakeUp >= 0 else {
            throw ConnectionThread.shortage(of: "file descriptor", errno)
        }
    }

    deinit {
        close(wakeUp)
    }

    package func sleep(_ wait: ConnectionThread.Wait) {
        let events = (wait.wantsToRead ? POLLIN : 0) | (wait.wantsToWrite ? POLLOUT : 0)
        // A negative descriptor is skipped (POSIX poll). One without events is not: it would still
        // report that the other end has hung up, again and again.
        let socket = events == 0 ? -1 : wait.socket ?? -1
        var descriptors = [
            pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket, events: Int16(events), revents: 0),
        ]
        poll(&descriptors, 2, wait.timeout)
        guard descriptors[0].revents != 0 else { return }
        var count: eventfd_t = 0
        eventfd_read(wakeUp, &count)
    }

    package func wake() {
        eventfd_write(wakeUp, 1)
    }
}
