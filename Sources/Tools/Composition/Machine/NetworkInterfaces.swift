package import DockerNetwork

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The addresses this machine, or this container, has now.
package enum NetworkInterfaces {
    /// One address of one interface.
    package struct Assignment: Hashable, Sendable {
        /// The interface's name.
        package var interface: String
        /// The address.
        package var address: IPAddress

        /// Creates one from its parts.
        package init(interface: String, address: IPAddress) {
            self.interface = interface
            self.address = address
        }
    }

    /// The interfaces and their addresses, in the kernel's order.
    package struct Snapshot: Hashable, Sendable {
        /// Every interface, those without an address too.
        package var names: [String]
        /// Their addresses.
        package var assignments: [Assignment]

        /// Creates one from its parts.
        package init(names: [String], assignments: [Assignment]) {
            self.names = names
            self.assignments = assignments
        }
    }

    /// Asks the kernel, by getifaddrs(3).
    package static func current() -> Snapshot {
        var snapshot = Snapshot(names: [], assignments: [])
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return snapshot }
        defer { freeifaddrs(first) }
        var next = first
        while let entry = next?.pointee {
            next = entry.ifa_next
            guard let namePointer = entry.ifa_name else { continue }
            let name = String(cString: namePointer)
            if !snapshot.names.contains(name) { snapshot.names.append(name) }
            guard let socketAddress = entry.ifa_addr,
                let address = SocketAddress.address(at: socketAddress)
            else { continue }
            snapshot.assignments.append(Assignment(interface: name, address: address))
        }
        return snapshot
    }
}
