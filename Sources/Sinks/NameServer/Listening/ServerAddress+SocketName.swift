import DockerNetwork
import DockerNetworkSystem

extension ServerAddress {
    /// The address as the kernel takes it.
    var socketName: SocketName? {
        SocketName(address: address.networkOrder, port: port, scope: scope)
    }

    /// Reads what the kernel says; nil if it is no address.
    init?(_ name: SocketName) {
        guard let address = IPAddress(networkOrder: name.address) else { return nil }
        self.init(address, port: name.port, scope: name.scope)
    }
}
