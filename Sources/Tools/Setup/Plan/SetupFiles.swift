/// The files of other programs that `setup` writes.
package enum SetupFiles {
    /// Our configuration, where none is named.
    package static let configuration = "/etc/my-docker-network/config.toml"
    /// The settings of 2014.
    package static let legacy = "/etc/default/my-docker-network"
    /// The drop-in that lets the service use port 53.
    package static let portDropIn =
        "/etc/systemd/system/my-docker-network.service.d/name-server.conf"
    /// The drop-in that lets the service read Docker's socket.
    package static let engineDropIn = "/etc/systemd/system/my-docker-network.service.d/engine.conf"
    /// The link that systemd-resolved learns our server from.
    package static let linkUnit = "/etc/systemd/system/my-docker-network-link.service"
    /// The file that keeps systemd-networkd away from that link.
    package static let unmanagedLink = "/etc/systemd/network/00-my-docker-network.network"
    /// The unit that admits questions from containers.
    package static let firewallUnit = "/etc/systemd/system/my-docker-network-firewall.service"
    /// The file that dnsmasq reads.
    package static let dnsmasq = "/etc/dnsmasq.d/my-docker-network"
    /// The file that NetworkManager's dnsmasq reads.
    package static let networkManager = "/etc/NetworkManager/dnsmasq.d/my-docker-network.conf"
    /// The file that Docker reads.
    package static let docker = "/etc/docker/daemon.json"
    /// The file that Podman reads.
    package static let podman = "/etc/containers/containers.conf.d/my-docker-network.conf"
    /// The file that the C library reads.
    package static let resolvConf = "/etc/resolv.conf"
    /// The file that dhclient reads.
    package static let dhclient = "/etc/dhcp/dhclient.conf"
    /// The file that dhcpcd writes before all else.
    package static let dhcpcd = "/etc/resolv.conf.head"
    /// The file that Debian's resolvconf writes before all else.
    package static let resolvconf = "/etc/resolvconf/resolv.conf.d/head"

    /// All of these files.
    package static let all = [
        configuration, portDropIn, engineDropIn, linkUnit, unmanagedLink, firewallUnit, dnsmasq,
        networkManager, docker, podman, resolvConf, dhclient, dhcpcd, resolvconf,
    ]
}
