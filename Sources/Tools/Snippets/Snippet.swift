internal import DockerNetwork
internal import DockerNetworkConfiguration
package import DockerNetworkProgram
internal import DockerNetworkSinkComposition

/// A piece of somebody else's configuration, so that names resolve there.
package enum Snippet {
    /// Makes one.
    ///
    /// - Parameters:
    ///   - kind: Whose configuration it is for.
    ///   - settings: What it is made of.
    /// - Returns: The text, with its last newline.
    /// - Throws: `ToolError` (78) where its format cannot hold what is configured.
    package static func text(
        _ kind: SnippetKind, _ settings: SnippetSettings
    ) throws(ToolError) -> String {
        switch kind {
        case .dnsmasq: settings.isOwnServer ? dnsmasqInFront(settings) : try dnsmasq(settings)
        case .networkManager: networkManager(settings)
        case .unbound: unbound(settings)
        case .docker: try docker(settings)
        case .podman: try podman(settings)
        case .resolved: resolved(settings)
        case .resolvConf: try resolvConf(settings)
        }
    }

    /// `/etc/docker/daemon.json`, as dockerd(8) has it; JSON has no comments.
    private static func docker(_ settings: SnippetSettings) throws(ToolError) -> String {
        let address = try containerAddress(settings, .docker)
        return """
            {
              "dns": [\(JSONText.string(address.description))],
              "dns-search": [\(JSONText.string(settings.domain.name))]
            }

            """
    }

    /// A drop-in of containers.conf(5).
    private static func podman(_ settings: SnippetSettings) throws(ToolError) -> String {
        let address = try containerAddress(settings, .podman)
        return """
            # /etc/containers/containers.conf.d/my-docker-network.conf: for containers started from now on.
            # 'podman run --dns … --dns-search …' says the same for one container.
            [containers]
            dns_servers = ["\(address)"]
            dns_searches = ["\(settings.domain)"]

            """
    }

    /// The link that systemd-resolved learns the domain's server from; its other end has a 0 behind it.
    package static let resolvedLink = "my-docker-net"

    /// A unit of systemd.service(5) that makes a link, and tells systemd-resolved of our server there.
    ///
    /// A server in resolved.conf is one of a global scope, and may be asked for every name; those of a link
    /// are asked for its domains alone. A bridge would not do: systemd-resolved passes over a link without a
    /// carrier, and a bridge has one only while a container is plugged into it. It also passes over one
    /// without an address of more than the link's scope; this one is of the link-local network, which nobody
    /// routes (RFC 3927).
    private static func resolved(_ settings: SnippetSettings) -> String {
        let server =
            settings.hostServer.port == 53
            ? settings.hostServer.address.description : settings.hostServer.description
        let (link, peer) = (resolvedLink, "\(resolvedLink)0")
        return """
            # /etc/systemd/system/my-docker-network-link.service, then:
            #   systemctl daemon-reload && systemctl enable --now my-docker-network-link
            # It makes a link that sends questions for names below \(settings.domain) to the server, and no others.
            # Where systemd-networkd takes every link, let it leave these two alone, in
            # /etc/systemd/network/00-my-docker-network.network:
            #   [Match]
            #   Name=\(link) \(peer)
            #   [Link]
            #   Unmanaged=yes
            [Unit]
            Description=Sends questions for names below \(settings.domain) to my-docker-network
            Wants=systemd-resolved.service
            After=systemd-resolved.service systemd-networkd.service

            [Service]
            Type=oneshot
            RemainAfterExit=yes
            ExecStart=-ip link delete \(link)
            ExecStart=ip link add \(link) type veth peer name \(peer)
            ExecStart=ip link set \(peer) addrgenmode none
            ExecStart=ip link set \(link) addrgenmode none
            ExecStart=ip address add 169.254.53.53/32 dev \(link) scope global
            ExecStart=ip link set \(peer) up
            ExecStart=ip link set \(link) up
            ExecStart=resolvectl dns \(link) \(server)
            ExecStart=resolvectl domain \(link) ~\(settings.domain)
            ExecStart=resolvectl default-route \(link) no
            ExecStart=resolvectl llmnr \(link) no
            ExecStart=resolvectl mdns \(link) no
            ExecStart=resolvectl dnssec \(link) no
            ExecStart=resolvectl dnsovertls \(link) no
            ExecStop=ip link delete \(link)

            [Install]
            WantedBy=multi-user.target

            """
    }

    /// resolv.conf(5).
    private static func resolvConf(_ settings: SnippetSettings) throws(ToolError) -> String {
        let address = try usualPort(of: settings.hostServer, settings, .resolvConf)
        let server = settings.isOwnServer ? "my-docker-network" : "dnsmasq"
        return """
            # /etc/resolv.conf: \(server) alone, which asks its upstream for all other names. A second
            # nameserver would be asked only when it is silent.
            nameserver \(address)
            search \(settings.domain)

            """
    }

    private static func containerAddress(
        _ settings: SnippetSettings, _ kind: SnippetKind
    ) throws(ToolError) -> IPAddress {
        try usualPort(of: try settings.containerServer.get(), settings, kind)
    }

    private static func usualPort(
        of server: ServerAddress, _ settings: SnippetSettings, _ kind: SnippetKind
    ) throws(ToolError) -> IPAddress {
        guard server.port != 53 else { return server.address }
        let (who, key) = settings.isOwnServer ? ("name server", "listen") : ("dnsmasq", "server")
        throw .configuration(
            "sink \(settings.sink.path)",
            "its \(who) answers on port \(server.port) (\(key)), but \(kind.rawValue) can name "
                + "no port; let it answer on port 53")
    }
}

extension IPAddress {
    /// The address and a port, an IPv6 address in brackets where a colon divides them.
    func withPort(_ port: UInt16, before divider: String) -> String {
        switch self {
        case .v6(let address) where divider == ":": "[\(address)]:\(port)"
        default: "\(self)\(divider)\(port)"
        }
    }
}

/// The programs whose configuration `print-config` prints.
package enum SnippetKind: String, Hashable, Sendable, CaseIterable {
    /// The file that dnsmasq reads in its `conf-dir`.
    case dnsmasq
    /// Docker's daemon.json.
    case docker
    /// Podman's containers.conf.
    case podman
    /// A drop-in of systemd-resolved.
    case resolved = "systemd-resolved"
    /// NetworkManager with its own dnsmasq.
    case networkManager = "networkmanager"
    /// A file of unbound's.
    case unbound
    /// The file that the C library reads.
    case resolvConf = "resolv.conf"
}
