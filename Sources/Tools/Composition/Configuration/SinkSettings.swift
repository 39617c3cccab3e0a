package import DockerNetwork
package import DockerNetworkDnsmasq

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

    /// What picks the adapter: `dnsmasq` or `hosts`.
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

    /// What is written where nothing is said.
    package static let `default` = Self()
}
