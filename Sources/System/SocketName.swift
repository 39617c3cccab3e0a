internal import CDockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// An IP address and a port, as bind(2) and connect(2) take them (ip(7), ipv6(7)).
package struct SocketName: Hashable, Sendable {
    /// The address in network order: 4 bytes, or 16.
    package let address: [UInt8]
    /// The port; 0 lets the kernel choose one.
    package var port: UInt16
    /// The number of the interface that a link-local IPv6 address belongs to; else 0.
    package let scope: UInt32

    /// Creates a name from its parts; nil if the address has neither 4 nor 16 bytes.
    package init?(address: [UInt8], port: UInt16, scope: UInt32 = 0) {
        guard address.count == 4 || address.count == 16 else { return nil }
        self.address = address
        self.port = port
        self.scope = scope
    }

    /// Reads a `sockaddr` that the kernel wrote; nil if it is of another family.
    package init?(at raw: UnsafeRawPointer) {
        // Every socket address begins with its family.
        switch Int32(raw.loadUnaligned(as: sa_family_t.self)) {
        case AF_INET:
            // The family says that the kernel wrote a sockaddr_in here.
            let name = raw.loadUnaligned(as: sockaddr_in.self)
            address = withUnsafeBytes(of: name.sin_addr) { Array($0) }
            port = UInt16(bigEndian: name.sin_port)
            scope = 0
        case AF_INET6:
            // The family says that the kernel wrote a sockaddr_in6 here.
            let name = raw.loadUnaligned(as: sockaddr_in6.self)
            address = withUnsafeBytes(of: name.sin6_addr) { Array($0) }
            port = UInt16(bigEndian: name.sin6_port)
            scope = name.sin6_scope_id
        default:
            return nil
        }
    }

    /// Whether the address has 4 bytes.
    package var isIPv4: Bool { address.count == 4 }

    /// Whether the address stands for every address of the machine.
    package var isWildcard: Bool { address.allSatisfy { $0 == 0 } }

    /// The name that a socket has on this side; nil if it has none of these.
    package init?(of socket: Int32) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let name = withUnsafeMutablePointer(to: &storage) { pointer in
            // Every socket address begins with the members of sockaddr.
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(socket, $0, &length) == 0 ? SocketName(at: UnsafeRawPointer($0)) : nil
            }
        }
        guard let name else { return nil }
        self = name
    }

    /// Connects a socket to it, and returns what connect(2) does.
    package func connect(_ socket: Int32) -> Int32 {
        withPointer { systemConnect(socket, $0, $1) }
    }

    /// Calls with the kernel's form.
    func withPointer<Result>(
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        if isIPv4 {
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_port = port.bigEndian
            withUnsafeMutableBytes(of: &name.sin_addr) { $0.copyBytes(from: address) }
            return Self.withRebound(&name, body)
        }
        var name = sockaddr_in6()
        name.sin6_family = sa_family_t(AF_INET6)
        name.sin6_port = port.bigEndian
        name.sin6_scope_id = scope
        withUnsafeMutableBytes(of: &name.sin6_addr) { $0.copyBytes(from: address) }
        return Self.withRebound(&name, body)
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

/// connect(2), which has the name of a method above.
private func systemConnect(
    _ number: Int32, _ name: UnsafePointer<sockaddr>, _ length: socklen_t
) -> Int32 {
    connect(number, name, length)
}
