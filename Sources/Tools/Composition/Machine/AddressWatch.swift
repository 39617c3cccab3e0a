internal import CProcess
internal import DockerNetwork
internal import DockerNetworkHostsFile
internal import Glibc

/// Hears from the kernel when an address of this machine comes or goes (rtnetlink(7)).
///
/// Its thread waits for the kernel for as long as the program runs.
actor AddressWatch {
    private let thread: BlockingThread
    private let descriptor: Int32

    /// The thread that waits.
    nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    /// Listens from now on; nil where the system does not let it.
    init?() {
        guard let thread = try? BlockingThread() else { return nil }
        let descriptor = my_docker_network_open_address_events()
        guard descriptor >= 0 else { return nil }
        self.thread = thread
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Returns when something has changed since it was last called.
    ///
    /// - Returns: false where there is nothing more to hear.
    func waitForChange() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 8_192)
        var flags: Int32 = 0
        while true {
            let count = recv(descriptor, &buffer, buffer.count, flags)
            if count > 0 || count < 0 && errno == ENOBUFS {
                // Whatever else has come by now is the same news: what it says is not read, the
                // addresses are looked up anew.
                flags = Int32(MSG_DONTWAIT)
            } else if count < 0, errno == EAGAIN {
                return true
            } else if count == 0 || errno != EINTR {
                return false
            }
        }
    }
}
