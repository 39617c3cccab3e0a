package import DockerNetwork

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
        let family =
            switch destination {
            case .v4: AF_INET
            case .v6: AF_INET6
            }
        let descriptor = socket(family, SocketKind.datagram, 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // The port plays no part in the route; 9 is "discard".
        let isConnected = SocketAddress.withSocketAddress(of: destination, port: 9) {
            connect(descriptor, $0, $1) == 0
        }
        guard isConnected else { return nil }
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer in
            // sockaddr_storage is as large and as aligned as any socket address.
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, $0, &length) == 0 ? SocketAddress.address(at: $0) : nil
            }
        }
    }

    /// Addresses of the networks kept for documentation (RFC 5737, RFC 3849): only a default
    /// route leads to them.
    package static let elsewhere: [IPAddress] = [IPAddress("192.0.2.1"), IPAddress("2001:db8::1")]
        .compactMap { $0 }
}
