/// The files of other programs that `setup` writes.
package enum SetupFiles {
    /// Our configuration, where none is named.
    package static let configuration = "/etc/my-docker-network/config.toml"
    /// The settings of 2014.
    package static let legacy = "/etc/default/my-docker-network"
    /// What lets the service use port 53.
    package static let portDropIn =
        "/etc/systemd/system/my-docker-network.service.d/name-server.conf"
    /// What lets the service read Docker's socket.
    package static let engineDropIn = "/etc/systemd/system/my-docker-network.service.d/engine.conf"
    /// The link that systemd-resolved learns our server from.
    package static let linkUnit = "/etc/systemd/system/my-docker-network-link.service"
    /// What keeps systemd-networkd away from that link.
    package static let unmanagedLink = "/etc/systemd/network/00-my-docker-network.network"
    /// What admits questions from containers.
    package static let firewallUnit = "/etc/systemd/system/my-docker-network-firewall.service"
    /// What dnsmasq reads.
    package static let dnsmasq = "/etc/dnsmasq.d/my-docker-network"
    /// What NetworkManager's dnsmasq reads.
    package static let networkManager = "/etc/NetworkManager/dnsmasq.d/my-docker-network.conf"
    /// What Docker reads.
    package static let docker = "/etc/docker/daemon.json"
    /// What Podman reads.
    package static let podman = "/etc/containers/containers.conf.d/my-docker-network.conf"
    /// What the C library reads.
    package static let resolvConf = "/etc/resolv.conf"
    /// What dhclient reads.
    package static let dhclient = "/etc/dhcp/dhclient.conf"
    /// What dhcpcd writes before all else.
    package static let dhcpcd = "/etc/resolv.conf.head"
    /// What Debian's resolvconf writes before all else.
    package static let resolvconf = "/etc/resolvconf/resolv.conf.d/head"

    /// All of them.
    package static let all = [
        configuration, portDropIn, engineDropIn, linkUnit, unmanagedLink, firewallUnit, dnsmasq,
        networkManager, docker, podman, resolvConf, dhclient, dhcpcd, resolvconf,
    ]
}
