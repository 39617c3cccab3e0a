package import DockerNetwork
package import DockerNetworkDnsmasq
package import DockerNetworkNameServer

/// One place to write.
package struct SinkSettings: Hashable, Sendable {
    /// What happens to our lines when a changed configuration no longer names the place.
    package enum Removal: String, Hashable, Sendable, CaseIterable {
        /// They are taken out.
        case clean
        /// They stay.
        case keep
    }

    /// How dnsmasq is told.
    package enum Mode: String, Hashable, Sendable, CaseIterable {
        /// A folder that dnsmasq watches (`hostsdir`).
        case directory
        /// One file and SIGHUP (`addn-hosts`), as in 2014.
        case file
    }

    /// How our own name server answers.
    package struct NameServer: Hashable, Sendable {
        /// Where it listens; nowhere: it only keeps the names.
        package var listen: [ListenPlace] = [
            .address(ServerAddress(.v4(IPv4Address(rawValue: 0x7F00_0001)), port: 5_354)),
            .interface("docker0", port: 53),
        ]
        /// The servers that it asks for other names.
        package var upstream = UpstreamChoice.machine
        /// Whether names below a registered one have its addresses.
        package var answersSubdomains = false
        /// For how many seconds an answer may be kept.
        package var timeToLive: UInt32 = 0
        /// Whether questions for names of private addresses that are not registered go to others.
        package var forwardsPrivateAddresses = false
        /// Who gets answers beside loopback, link-local and private networks.
        package var allowedNetworks: [Network] = []
    }

    /// What picks the adapter: `dns`, `dnsmasq` or `hosts`.
    package var kind: String
    /// How dnsmasq is told.
    package var mode: Mode
    /// The folder or the file.
    package var path: String
    /// Where dnsmasq writes its process id: in `file` mode it is signalled at each change, in
    /// `directory` mode only where it may have missed one.
    package var pidFile: String
    /// Where dnsmasq answers; nil: it is not asked.
    package var server: DnsmasqServer?
    /// Which dnsmasq it is; nil: it is asked where it answers, or the program is.
    package var version: DnsmasqVersion?
    /// The dnsmasq that is installed; nil: the one at one of the usual places, if any.
    package var program: String?
    /// How our own name server answers.
    package var nameServer = NameServer()
    /// The domain the names get there; nil: the configuration's.
    package var domain: Domain?
    /// Whether acknowledgement waits for this sink.
    package var isRequired: Bool
    /// What happens to our lines afterwards.
    package var onRemove: Removal
    /// Which names go there.
    package var names: [NamePattern]

    /// A dnsmasq sink with every default of its mode.
    package init(mode: Mode = .directory) {
        kind = "dnsmasq"
        self.mode = mode
        path =
            switch mode {
            case .directory: "/etc/my-docker-network/hosts.d"
            case .file: "/etc/my-docker-network-hosts"
            }
        pidFile = "/run/dnsmasq/dnsmasq.pid"
        isRequired = true
        onRemove = .clean
        names = [.any]
    }

    /// A hosts file with every default.
    package static var systemHosts: Self {
        var settings = Self()
        settings.kind = "hosts"
        settings.path = "/etc/hosts"
        return settings
    }

    /// Our own name server with every default.
    package static var nameServer: Self {
        var settings = Self()
        settings.kind = "dns"
        settings.path = "/var/lib/my-docker-network/names.d"
        return settings
    }

    /// What is written where nothing is said.
    package static let `default` = Self()
}
