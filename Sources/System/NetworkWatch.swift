internal import CDockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Hears from the kernel when an address or a route of this machine comes or goes (rtnetlink(7)).
package final class NetworkWatch: Sendable {
    /// The descriptor, which is readable after a change.
    package let number: Int32

    /// Listens from now on; nil if the system does not allow it.
    package init?() {
        // Protocol 0 is NETLINK_ROUTE.
        let type = SocketKind.raw | SocketKind.closeOnExec | SocketKind.nonblocking
        number = socket(AF_NETLINK, type, 0)
        guard number >= 0 else { return nil }
        guard Self.join(number) else { return nil }
    }

    deinit {
        if number >= 0 { close(number) }
    }

    /// Takes all the news: what it says is not read, the addresses are looked up anew.
    ///
    /// - Returns: false if there is nothing more to hear.
    package func drain() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 8_192)
        while true {
            let count = recv(number, &buffer, buffer.count, 0)
            if count > 0 || count < 0 && [ENOBUFS, EINTR].contains(errno) { continue }
            return count < 0 && errno == EAGAIN
        }
    }

    /// Asks for news of addresses and routes; returns whether the kernel agrees.
    private static func join(_ descriptor: Int32) -> Bool {
        // RTMGRP_IPV4_IFADDR, _IPV4_ROUTE, _IPV6_IFADDR, _IPV6_ROUTE of linux/rtnetlink.h.
        var address = NetlinkName(groups: 0x10 | 0x40 | 0x100 | 0x400)
        return withUnsafePointer(to: &address) { pointer in
            // Every socket address begins with the family.
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<NetlinkName>.size)) == 0
            }
        }
    }
}

/// `sockaddr_nl` of linux/netlink.h, which Swift's view of the C library leaves out.
private struct NetlinkName {
    var family = sa_family_t(AF_NETLINK)
    var padding: UInt16 = 0
    /// 0: the kernel chooses a number for this socket.
    var port: UInt32 = 0
    /// A bit for each group to hear.
    var groups: UInt32
}
