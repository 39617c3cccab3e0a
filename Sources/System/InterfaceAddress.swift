#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An interface of this machine, with one of its addresses.
package struct InterfaceAddress: Hashable, Sendable {
    /// The interface's name.
    package let interface: String
    /// The address, with port 0; nil: an entry without an IP address.
    package let name: SocketName?
    /// The number of leading bits that the addresses of its network share; nil: an entry without an
    /// IP address.
    package let prefixLength: Int?

    /// Asks the kernel for all of them, by getifaddrs(3), in its order.
    package static func current() -> [Self] {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return [] }
        defer { freeifaddrs(first) }
        var found: [Self] = []
        var next = first
        while let entry = next?.pointee {
            next = entry.ifa_next
            guard let name = entry.ifa_name else { continue }
            let mask = entry.ifa_netmask.flatMap { SocketName(at: $0) }
            found.append(
                Self(
                    interface: ForeignText.decode(cString: name),
                    name: entry.ifa_addr.flatMap { SocketName(at: $0) },
                    prefixLength: mask?.address.reduce(0) { $0 + $1.nonzeroBitCount }))
        }
        return found
    }
}
