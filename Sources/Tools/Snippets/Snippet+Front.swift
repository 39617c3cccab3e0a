internal import DockerNetwork
internal import DockerNetworkConfiguration

/// The settings for other servers of this machine that ask ours for the domain.
extension Snippet {
    /// dnsmasq(8), where it is not dnsmasq that has the names.
    static func dnsmasqInFront(_ settings: SnippetSettings) -> String {
        """
        # /etc/dnsmasq.d/my-docker-network, then restart dnsmasq: once, and never again for a name.

        \(forwarding(settings).joined(separator: "\n"))

        """
    }

    /// A file of the dnsmasq that NetworkManager starts (NetworkManager.conf(5), `dns`).
    static func networkManager(_ settings: SnippetSettings) -> String {
        """
        # /etc/NetworkManager/dnsmasq.d/my-docker-network.conf, then: systemctl reload NetworkManager
        # It is read where NetworkManager starts a dnsmasq of its own. If none of its files says so yet, put
        # these two lines into /etc/NetworkManager/conf.d/dnsmasq.conf and restart it:
        #   [main]
        #   dns=dnsmasq
        # Where it leaves names to systemd-resolved, take 'print-config systemd-resolved' instead.

        \(forwarding(settings).joined(separator: "\n"))

        """
    }

    /// A file of unbound.conf(5).
    static func unbound(_ settings: SnippetSettings) -> String {
        let server = "\(settings.hostServer.address)@\(settings.hostServer.port)"
        let zones = ["\(settings.domain)"] + settings.networks.compactMap(\.reverseZone)
        let loopback = settings.hostServer.address.unreachableReason == .loopback
        var lines = [
            "# /etc/unbound/unbound.conf.d/my-docker-network.conf, then: unbound-control reload",
            "server:",
        ]
        if loopback { lines.append("    do-not-query-localhost: no") }
        lines += [
            "    # Nobody signed these names, and their addresses are private.",
            "    domain-insecure: \"\(settings.domain)\"",
            "    private-domain: \"\(settings.domain)\"",
        ]
        for zone in zones.dropFirst() {
            lines += ["    domain-insecure: \"\(zone)\"", "    local-zone: \"\(zone)\" nodefault"]
        }
        for zone in zones {
            lines += [
                "forward-zone:", "    name: \"\(zone)\"", "    forward-addr: \(server)",
                "    forward-no-cache: yes",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func forwarding(_ settings: SnippetSettings) -> [String] {
        let server = settings.hostServer.address.withPort(settings.hostServer.port, before: "#")
        var lines = [
            "# Names below the domain are asked for there.", "server=/\(settings.domain)/\(server)",
            "# Private addresses are what they should have.",
            "rebind-domain-ok=/\(settings.domain)/",
        ]
        if !settings.networks.isEmpty {
            lines.append("# So are the names of the containers' addresses.")
            lines += settings.networks.map { "rev-server=\($0),\(server)" }
        }
        return lines
    }
}

extension Network {
    /// The zone of its addresses' names (RFC 1035 section 3.5, RFC 3596 section 2.5), cut at the label
    /// that holds the whole network.
    fileprivate var reverseZone: String? {
        let bytes = address.networkOrder
        switch address {
        case .v4:
            let labels = bytes.prefix(prefixLength / 8).reversed().map(String.init)
            return labels.isEmpty ? nil : labels.joined(separator: ".") + ".in-addr.arpa"
        case .v6:
            let digits = bytes.flatMap { [$0 >> 4, $0 & 0xF] }.prefix(prefixLength / 4)
            let labels = digits.reversed().map { String($0, radix: 16) }
            return labels.isEmpty ? nil : labels.joined(separator: ".") + ".ip6.arpa"
        }
    }
}
