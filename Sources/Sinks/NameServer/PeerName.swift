import CDockerNetworkSystem
import DockerNetwork

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The name of a socket's peer as the kernel has it (ip(7), ipv6(7)).
struct PeerName {
    /// The maximum number of bytes of a name.
    static let size = MemoryLayout<sockaddr_in6>.size

    /// The bytes, and how many of them count.
    var bytes = InlineArray<28, UInt8>(repeating: 0)
    var count = Self.size

    /// An empty name, for the kernel to fill in.
    init() {}

    /// The name of a server.
    init(_ server: ServerAddress) {
        switch server.address {
        case .v4(let address):
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_port = server.port.bigEndian
            name.sin_addr.s_addr = address.rawValue.bigEndian
            fill(name)
        case .v6(let address):
            var name = sockaddr_in6()
            name.sin6_family = sa_family_t(AF_INET6)
            name.sin6_port = server.port.bigEndian
            name.sin6_scope_id = server.scope
            withUnsafeMutableBytes(of: &name.sin6_addr) {
                $0.storeBytes(of: address.rawValue.bigEndian, as: UInt128.self)
            }
            fill(name)
        }
    }

    /// Copies a name that the kernel wrote.
    init(copying name: UnsafeRawPointer, count: Int) {
        self.count = min(count, Self.size)
        let count = self.count
        withUnsafeMutableBytes(of: &bytes) {
            $0.baseAddress?.copyMemory(from: name, byteCount: count)
        }
    }

    private mutating func fill<Name>(_ name: Name) {
        count = MemoryLayout<Name>.size
        withUnsafeBytes(of: name) { source in
            withUnsafeMutableBytes(of: &bytes) { $0.copyMemory(from: source) }
        }
    }

    /// Calls with the name as the C library takes it.
    mutating func withPointer<Result>(
        _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        let count = socklen_t(count)
        return withUnsafeMutableBytes(of: &bytes) { bytes in
            guard let start = bytes.baseAddress else { preconditionFailure("an array of 28 bytes") }
            // Every socket address begins with the members of sockaddr.
            return body(start.assumingMemoryBound(to: sockaddr.self), count)
        }
    }

    /// The address and the port in a name that the kernel wrote.
    ///
    /// - Parameter name: 28 bytes at least.
    /// - Returns: Both, or nil where it is of another family.
    static func peer(at name: UnsafeRawPointer) -> (address: IPAddress, port: UInt16)? {
        let port = UInt16(bigEndian: name.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        switch Int32(name.loadUnaligned(as: sa_family_t.self)) {
        case AF_INET:
            let number = name.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
            return (.v4(IPv4Address(rawValue: UInt32(bigEndian: number))), port)
        case AF_INET6:
            let number = name.loadUnaligned(fromByteOffset: 8, as: UInt128.self)
            let address = IPAddress.v6(IPv6Address(rawValue: UInt128(bigEndian: number)))
            return (address.unmapped, port)
        default: return nil
        }
    }
}
