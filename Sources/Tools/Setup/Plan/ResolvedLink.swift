internal import DockerNetwork
internal import DockerNetworkNameServer
internal import DockerNetworkSnippets

/// The link that systemd-resolved learns our server from.
///
/// A server in resolved.conf is one of a global scope, and may be asked for every name. A server and a
/// domain of a link are asked for that domain alone. A bridge would not do: systemd-resolved passes over a
/// link without a carrier, and a bridge has one only while a container is plugged into it.
enum ResolvedLink {
    private static let name = "my-docker-net"
    /// The other end of the pair, without which the first has no carrier.
    private static let peer = "my-docker-net0"
    /// An address of the link-local network, which nobody routes (RFC 3927).
    ///
    /// systemd-resolved also passes over a link without an address of more than the link's scope.
    private static let address = "169.254.53.53/32"

    /// The unit that makes it.
    static func unit(_ settings: SnippetSettings) -> String {
        let server = settings.hostServer
        let place = server.port == 53 ? server.address.description : server.description
        return """
            # Written by 'my-docker-network setup'; 'my-docker-network setup --undo' takes it away.
            [Unit]
            Description=Sends questions for names below \(settings.domain) to my-docker-network
            Wants=systemd-resolved.service
            After=systemd-resolved.service systemd-networkd.service

            [Service]
            Type=oneshot
            RemainAfterExit=yes
            ExecStart=-ip link delete \(name)
            ExecStart=ip link add \(name) type veth peer name \(peer)
            ExecStart=ip link set \(peer) addrgenmode none
            ExecStart=ip link set \(name) addrgenmode none
            ExecStart=ip address add \(address) dev \(name) scope global
            ExecStart=ip link set \(peer) up
            ExecStart=ip link set \(name) up
            ExecStart=resolvectl dns \(name) \(place)
            ExecStart=resolvectl domain \(name) ~\(settings.domain)
            ExecStart=resolvectl default-route \(name) no
            ExecStart=resolvectl llmnr \(name) no
            ExecStart=resolvectl mdns \(name) no
            ExecStart=resolvectl dnssec \(name) no
            ExecStart=resolvectl dnsovertls \(name) no
            ExecStop=ip link delete \(name)

            [Install]
            WantedBy=multi-user.target

            """
    }

    /// What keeps systemd-networkd away from it (systemd.network(5)).
    static let unmanaged = """
        # Written by 'my-docker-network setup'; 'my-docker-network setup --undo' takes it away.
        [Match]
        Name=\(name) \(peer)

        [Link]
        Unmanaged=yes

        """
}
