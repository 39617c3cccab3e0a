#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Hears from the kernel when an address of this machine comes or goes (rtnetlink(7)).
///
/// It works in tasks that ``JobLoop`` runs.
package final class AddressWatch: Sendable {
    private let descriptor: Int32

    /// Listens from now on; nil where the system does not let it.
    package init?() {
        // Protocol 0 is NETLINK_ROUTE.
        let descriptor = socket(AF_NETLINK, SocketKind.raw | SocketKind.nonblocking, 0)
        guard descriptor >= 0 else { return nil }
        guard Self.join(descriptor) else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Waits until something has changed since it was last called, or until an instant.
    ///
    /// - Returns: false where there is nothing more to hear.
    /// - Throws: `CancellationError`.
    package func waitForChange(until deadline: ContinuousClock.Instant? = nil) async throws -> Bool
    {
        try await JobLoop.shared.wait(readable: descriptor, until: deadline)
        return drain()
    }

    /// Takes all the news: what it says is not read, the addresses are looked up anew.
    private func drain() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 8_192)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count > 0 || count < 0 && [ENOBUFS, EINTR].contains(errno) { continue }
            return count < 0 && errno == EAGAIN
        }
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
