package import DockerNetwork
internal import DockerNetworkSystem

/// The addresses this machine, or this container, has now.
package enum NetworkInterfaces {
    /// One address of one interface.
    package struct Assignment: Hashable, Sendable {
        /// The interface's name.
        package var interface: String
        /// The address.
        package var address: IPAddress
        /// The network that the interface is in by that address; nil if it is not known.
        package var network: Network?

        /// Creates one from its parts.
        package init(interface: String, address: IPAddress, network: Network? = nil) {
            self.interface = interface
            self.address = address
            self.network = network
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

    /// Asks the kernel.
    package static func current() -> Snapshot {
        var snapshot = Snapshot(names: [], assignments: [])
        for found in InterfaceAddress.current() {
            if !snapshot.names.contains(found.interface) { snapshot.names.append(found.interface) }
            guard let bytes = found.name?.address, let address = IPAddress(networkOrder: bytes)
            else { continue }
            let network = found.prefixLength.flatMap { Network(of: address, prefixLength: $0) }
            snapshot.assignments.append(
                Assignment(interface: found.interface, address: address, network: network))
        }
        return snapshot
    }
}
