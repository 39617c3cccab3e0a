internal import DockerNetwork
internal import DockerNetworkHostsFile

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

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
        // Protocol 0 is NETLINK_ROUTE.
        let descriptor = socket(AF_NETLINK, SocketKind.raw, 0)
        guard descriptor >= 0 else { return nil }
        guard Self.join(descriptor) else {
            close(descriptor)
            return nil
        }
        self.thread = thread
        self.descriptor = descriptor
    }

    /// Asks for news of addresses and routes; returns whether the kernel agrees.
    private static func join(_ descriptor: Int32) -> Bool {
        // RTMGRP_IPV4_IFADDR, _IPV4_ROUTE, _IPV6_IFADDR, _IPV6_ROUTE of linux/rtnetlink.h.
        var address = NetlinkAddress(groups: 0x10 | 0x40 | 0x100 | 0x400)
        return withUnsafePointer(to: &address) { pointer in
            // Every socket address begins with the family.
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<NetlinkAddress>.size)) == 0
            }
        }
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

/// `sockaddr_nl` of linux/netlink.h, which Swift's view of the C library leaves out.
private struct NetlinkAddress {
    var family = sa_family_t(AF_NETLINK)
    var padding: UInt16 = 0
    /// 0: the kernel chooses a number for this socket.
    var port: UInt32 = 0
    /// A bit for each group to hear.
    var groups: UInt32
}
