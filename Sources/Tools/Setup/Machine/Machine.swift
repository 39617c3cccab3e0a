package import DockerNetwork
package import DockerNetworkConfiguration

/// The state of a machine: all that a plan depends on.
package struct Machine: Hashable, Sendable {
    /// Whether this process may change what belongs to root.
    package var isRoot: Bool
    /// The addresses that it has now.
    package var interfaces: NetworkInterfaces.Snapshot
    /// The files that a plan may change, as they are now; one that is not here is not there.
    package var files: [String: [UInt8]]
    /// Whether systemd is process 1.
    package var hasSystemd: Bool
    /// Our own service.
    package var service: Service
    /// The resolver of the machine's programs.
    package var resolver: Resolver
    /// Whether systemd-networkd runs, which may take a link for its own.
    package var hasNetworkd: Bool
    /// The server that has port 53 at 127.0.0.1; nil if there is none.
    package var loopbackServer: Server?
    /// The server that has port 53 at the address that containers ask; nil if there is none.
    package var bridgeServer: Server?
    /// Its dnsmasq; nil if none runs.
    package var dnsmasq: Dnsmasq?
    /// Its Docker; nil if there is none.
    package var docker: Docker?
    /// Its Podman; nil if there is none.
    package var podman: Podman?
    /// The filter of incoming packets, if it drops those that no rule admits; nil: there is none.
    package var firewall: Firewall?
    /// Whether that admits questions from containers.
    package var admitsQuestions: Bool
    /// The units of ours, other than the service, that run.
    package var activeUnits: Set<String>

    /// Our own service.
    package struct Service: Hashable, Sendable {
        /// Whether there is a unit or an init script.
        package var isInstalled: Bool
        /// Whether it starts with the machine.
        package var isEnabled: Bool
        /// Whether it runs.
        package var isActive: Bool
        /// Whether it may listen on port 53.
        package var mayUsePort53: Bool

        /// Creates one from its parts.
        package init(
            isInstalled: Bool = true, isEnabled: Bool = true, isActive: Bool = true,
            mayUsePort53: Bool = true
        ) {
            self.isInstalled = isInstalled
            self.isEnabled = isEnabled
            self.isActive = isActive
            self.mayUsePort53 = mayUsePort53
        }
    }

    /// A program that answers on port 53.
    package enum Server: Hashable, Sendable {
        /// Our own service.
        case own
        /// dnsmasq(8).
        case dnsmasq
        /// Another one.
        case other(String)
    }

    /// The resolver of the machine's programs.
    package enum Resolver: Hashable, Sendable {
        /// systemd-resolved.
        case resolved
        /// A dnsmasq that NetworkManager started.
        case networkManagerDnsmasq
        /// The servers that /etc/resolv.conf names, and who writes that file.
        case file(Writer)
    }

    /// The writers of /etc/resolv.conf.
    package enum Writer: String, Hashable, Sendable {
        /// A person, or a program that was not recognised.
        case unknown
        /// dhclient(8).
        case dhclient
        /// dhcpcd(8).
        case dhcpcd
        /// resolvconf(8) of Debian.
        case resolvconf
        /// NetworkManager.
        case networkManager = "NetworkManager"
    }

    /// A dnsmasq of this machine.
    package struct Dnsmasq: Hashable, Sendable {
        /// Whether it started before the last change of our file there.
        package var isOlderThanSettings: Bool

        /// Keeps it.
        package init(isOlderThanSettings: Bool = false) {
            self.isOlderThanSettings = isOlderThanSettings
        }
    }

    /// A Docker of this machine.
    package struct Docker: Hashable, Sendable {
        /// The address of its default bridge; nil where it has none now.
        package var bridge: IPAddress?
        /// Whether its daemon runs.
        package var isActive: Bool
        /// Whether its daemon started before the last change of its settings.
        package var isOlderThanSettings: Bool

        /// Creates one from its parts.
        package init(bridge: IPAddress?, isActive: Bool = true, isOlderThanSettings: Bool = false) {
            self.bridge = bridge
            self.isActive = isActive
            self.isOlderThanSettings = isOlderThanSettings
        }
    }

    /// A Podman of this machine.
    package struct Podman: Hashable, Sendable {
        /// The gateway of its default network.
        package var gateway: IPAddress

        /// Keeps it.
        package init(gateway: IPAddress) { self.gateway = gateway }
    }

    /// The filters of incoming packets.
    package enum Firewall: Hashable, Sendable {
        /// ufw(8).
        case ufw
        /// firewalld, with the zone of the bridge.
        case firewalld(zone: String)
        /// A chain of nftables that drops by its policy: family, table, chain.
        case nftables(family: String, table: String, chain: String)
        /// iptables' chain INPUT.
        case iptables
    }

    /// A machine on which nothing was found.
    package init() {
        isRoot = true
        interfaces = NetworkInterfaces.Snapshot(names: [], assignments: [])
        files = [:]
        hasSystemd = true
        service = Service()
        resolver = .file(.unknown)
        hasNetworkd = false
        loopbackServer = nil
        bridgeServer = nil
        dnsmasq = nil
        docker = nil
        podman = nil
        firewall = nil
        admitsQuestions = false
        activeUnits = []
    }
}
