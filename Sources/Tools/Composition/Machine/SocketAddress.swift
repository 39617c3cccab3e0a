internal import DockerNetwork

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// IP addresses in and out of the C library's socket addresses.
enum SocketAddress {
    /// The IP address in a socket address, or nil where it is of another family.
    static func address(at pointer: UnsafePointer<sockaddr>) -> IPAddress? {
        let raw = UnsafeRawPointer(pointer)
        switch Int32(pointer.pointee.sa_family) {
        case AF_INET:
            // The family says that the kernel wrote a sockaddr_in here.
            let number = raw.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr
            return .v4(IPv4Address(rawValue: UInt32(bigEndian: number)))
        case AF_INET6:
            // The family says that the kernel wrote a sockaddr_in6 here.
            var bytes = raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            let number = withUnsafeBytes(of: &bytes) { $0.loadUnaligned(as: UInt128.self) }
            return IPAddress.v6(IPv6Address(rawValue: UInt128(bigEndian: number))).unmapped
        default:
            return nil
        }
    }

    /// Calls with an address and a port as a socket address.
    static func withSocketAddress<Result>(
        of address: IPAddress, port: UInt16,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        switch address {
        case .v4(let address):
            var value = sockaddr_in()
            value.sin_family = sa_family_t(AF_INET)
            value.sin_port = port.bigEndian
            value.sin_addr.s_addr = address.rawValue.bigEndian
            return withRebound(&value, body)
        case .v6(let address):
            var value = sockaddr_in6()
            value.sin6_family = sa_family_t(AF_INET6)
            value.sin6_port = port.bigEndian
            withUnsafeMutableBytes(of: &value.sin6_addr) {
                $0.storeBytes(of: address.rawValue.bigEndian, as: UInt128.self)
            }
            return withRebound(&value, body)
        }
    }

    private static func withRebound<Value, Result>(
        _ value: inout Value, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        // Every socket address begins with the members of sockaddr.
        withUnsafePointer(to: &value) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<Value>.size))
            }
        }
    }
}
