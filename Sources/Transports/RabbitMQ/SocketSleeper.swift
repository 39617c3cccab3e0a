#if RabbitMQ
    import CRabbitMQ
    import DockerNetwork
    import DockerNetworkConnection
    import Glibc

    /// Sleeps in a single `poll` for a connection's socket and for new work.
    final class SocketSleeper: ConnectionSleeper {
        private let wakeUp: CInt

        /// - Throws: `TransportError` with `.unreachable` where no file descriptor is left.
        init() throws(TransportError) {
            wakeUp = eventfd(0, CInt(EFD_CLOEXEC) | CInt(EFD_NONBLOCK))
            guard wakeUp >= 0 else {
                throw ConnectionThread.shortage(of: "file descriptor", errno)
            }
        }

        deinit {
            close(wakeUp)
        }

        func threadBegan() {
            my_docker_network_name_thread("docker-net-amqp")
        }

        func sleep(_ wait: ConnectionThread.Wait) {
            let events = wait.wantsToWrite ? POLLIN | POLLOUT : POLLIN
            // A negative descriptor is skipped (POSIX poll).
            var descriptors = [
                pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wait.socket ?? -1, events: Int16(events), revents: 0),
            ]
            poll(&descriptors, 2, wait.timeout)
            guard descriptors[0].revents != 0 else { return }
            var count: eventfd_t = 0
            eventfd_read(wakeUp, &count)
        }

        func wake() {
            eventfd_write(wakeUp, 1)
        }
    }
#endif
