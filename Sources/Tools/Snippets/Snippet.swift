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

    /// A file of systemd.network(5), and the commands of resolvectl(1) that do the same for now.
    ///
    /// Servers in resolved.conf are alternates of each other in one global scope, whatever the domains
    /// beside them; only those of a link are asked for its domains.
    private static func resolved(_ settings: SnippetSettings) -> String {
        let server =
            settings.hostServer.port == 53
            ? settings.hostServer.address.description : settings.hostServer.description
        let link = settings.link
        return """
            # /etc/systemd/network/50-my-docker-network.network, then: networkctl reload
            # Where systemd-networkd does not run, or until then, the same by hand; it lasts as long as
            # the link and systemd-resolved do:
            #   resolvectl dns \(link) \(server)
            #   resolvectl domain \(link) '~\(settings.domain)'
            #   resolvectl default-route \(link) no
            # The ~ sends questions for names below the domain there, and makes it no search domain.
            [Match]
            Name=\(link)

            [Link]
            RequiredForOnline=no

            [Network]
            # What the container engine set up stays.
            KeepConfiguration=yes
            ConfigureWithoutCarrier=yes
            IPv6AcceptRA=no
            DNS=\(server)
            Domains=~\(settings.domain)
            DNSDefaultRoute=no

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
