package import DockerNetwork
package import DockerNetworkConfiguration
package import DockerNetworkProgram
internal import DockerNetworkSystem

#if Docker
    internal import DockerNetworkDocker
#endif

/// The containers of an engine, by way of libcurl: `docker://` and `docker+tcp://`.
package struct DockerAdapter: TransportAdapter {
    /// The sources of a container's names.
    package enum NameSource: String, Hashable, Sendable, CaseIterable {
        /// Its hostname, where one was given.
        case hostname
        /// Its own name.
        case name
        /// Its network aliases.
        case alias
        /// Compose's `SERVICE` and `SERVICE.PROJECT`.
        case service
    }

    /// The events from which on a container has its names.
    package enum NamesWhen: String, Hashable, Sendable, CaseIterable {
        /// Since it runs.
        case started
        /// While its check succeeds; without a check since it runs.
        case healthy
    }

    package static let schemes = [
        TransportScheme("docker", .socket(usual: "/var/run/docker.sock")),
        TransportScheme("docker+tcp", .server),
    ]
    package static let keys =
        ["name", "names", "networks", "require-label", "names-when", "lease"]
        + TransportSecurity.keys
    package static let lack = "which watches no engine"
    package static let canAnnounce = false

    /// The name of the engine for the policy, after `docker:`; nil: the socket's file name, or the
    /// host.
    package var name: String?
    /// The sources of names.
    package var names = NameSource.allCases
    /// Patterns of networks' names.
    package var networks = ["*"]
    /// Whether a container needs one of this project's labels.
    package var requiresLabel = false
    /// The event from which on a container has its names.
    package var namesWhen = NamesWhen.started
    /// The time that a name holds without the engine.
    package var lease = Lease.usual
    /// The files of an encrypted connection; the connection is encrypted if one is named.
    package var security = TransportSecurity()

    package init() {}

    package init(
        _ table: SettingsTable, _ url: EndpointURL, warnings: inout [String]
    ) throws(ToolError) {
        name = try table.value("name", HostName.form, HostName.init)?.text
        let sources = NameSource.allCases.map(\.rawValue)
        let form = "one of \(sources.joined(separator: ", "))"
        if let names = try table.list("names", form, NameSource.init) { self.names = names }
        if let networks = try table.list("networks", Self.networkForm, Self.network) {
            self.networks = networks
        }
        requiresLabel = try table.boolean("require-label") ?? false
        if let when = try table.choice("names-when", as: NamesWhen.self) { namesWhen = when }
        if let lease = try table.value("lease", LeaseText.form, LeaseText.parse) {
            self.lease = lease
        }
        security = try TransportSecurity(table)
        if !url.hasSocket, !isEncrypted {
            warnings.append(
                "\(table.location(of: "url")): \(url) is not encrypted, and whoever is on "
                    + "the way there can change names; name a ca-file, certificate-file and key-file"
            )
        }
    }

    /// A socket of this machine needs no encryption.
    package static func keys(for url: EndpointURL) -> [String] {
        url.hasSocket ? keys.filter { !TransportSecurity.keys.contains($0) } : keys
    }

    private static let networkForm = "a network's name, or a pattern such as \"shop_*\""

    private static func network(_ text: String) -> String? {
        (1...256).contains(text.utf8.count) ? text : nil
    }

    private var isEncrypted: Bool { security != TransportSecurity() }

    package func summary(_ settings: TransportSettings) -> String {
        let names = names.map(\.rawValue).joined(separator: " ")
        let networks = networks.map { Printable.quoted($0) }.joined(separator: " ")
        let who = requiresLabel ? "labelled containers" : "containers"
        let manner = settings.url.hasSocket ? "" : isEncrypted ? "with TLS, " : "plain, "
        return "\(manner)\(who) once \(namesWhen.rawValue), "
            + "names from \(names.isEmpty ? "labels" : names), "
            + "networks \(networks.isEmpty ? "none" : networks), lease \(lease)"
    }

    package func check() throws(ToolError) { try security.check() }

    #if Docker
        package func makeSource(
            _ settings: TransportSettings, of configuration: Configuration
        ) throws(ToolError) -> any AnnouncementSource {
            let choices = configuration.emit.addresses
            return DockerTransport(
                DockerConfiguration(
                    place: place(settings.url), security: isEncrypted ? security : nil, name: name,
                    names: Set(
                        names.compactMap { DockerConfiguration.NameSource(rawValue: $0.rawValue) }),
                    networks: networks.map(TextPattern.init), requiresLabel: requiresLabel,
                    namesWhen: namesWhen == .healthy ? .healthy : .started,
                    lease: lease, machineName: MachineName.current(),
                    hostAddresses: {
                        let machine = AnnouncedAddresses(interfaces: NetworkInterfaces.current())
                        return (try? machine.choose(choices, brokerHosts: [])) ?? []
                    }))
        }

        private func place(_ url: EndpointURL) -> DockerConfiguration.Place {
            if let path = url.socketPath { return .socket(path) }
            return .host(url.host, port: UInt16(url.port ?? (isEncrypted ? 2376 : 2375)))
        }
    #else
        package static let isBuilt = false
    #endif
}

extension TransportSettings {
    /// The settings of an engine's watcher alone; nil: it is of another kind.
    package var engine: DockerAdapter? { adapter as? DockerAdapter }
}
