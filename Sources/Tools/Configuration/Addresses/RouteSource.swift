package import DockerNetwork
internal import DockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The address this machine would send from.
package enum RouteSource {
    /// The source address of the route to a destination, or nil where there is no route.
    ///
    /// Nothing is sent: connecting a datagram socket only looks the route up.
    package static func address(towards destination: IPAddress) -> IPAddress? {
        // The port plays no part in the route; 9 is "discard".
        guard let name = SocketName(address: destination.networkOrder, port: 9) else { return nil }
        let descriptor = socket(
            name.isIPv4 ? AF_INET : AF_INET6, SocketKind.datagram | SocketKind.closeOnExec, 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard name.connect(descriptor) == 0 else { return nil }
        return SocketName(of: descriptor).flatMap { IPAddress(networkOrder: $0.address) }
    }

    /// Addresses of the networks kept for documentation (RFC 5737, RFC 3849): only a default
    /// route leads to them.
    package static let elsewhere: [IPAddress] = [IPAddress("192.0.2.1"), IPAddress("2001:db8::1")]
        .compactMap { $0 }
}
