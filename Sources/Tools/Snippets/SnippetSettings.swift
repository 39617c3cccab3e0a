package import DockerNetwork
package import DockerNetworkConfiguration
package import DockerNetworkDnsmasq
package import DockerNetworkProgram
internal import DockerNetworkSinkComposition

/// What every snippet is made of.
package struct SnippetSettings: Hashable, Sendable {
    /// The domain below which the names are.
    package var domain: Domain
    /// The sink that dnsmasq reads, or that answers itself.
    package var sink: SinkSettings
    /// Where dnsmasq answers; nothing where an interface says it.
    package var listenAddresses: [IPAddress]
    /// The interface on whose addresses dnsmasq answers, and on the loopback then; nil: none.
    package var interface: String?
    /// Whom dnsmasq asks for all other names; nothing: those that `resolvFile` names.
    package var upstreams: [DnsmasqServer]
    /// The file that names them.
    package var resolvFile: String
    /// Where containers reach the server, or why they cannot.
    package var containerServer: Result<ServerAddress, ToolError>
    /// Where the host itself reaches it.
    package var hostServer: ServerAddress
    /// The networks whose addresses the server has names for: those of container engines' bridges.
    package var networks: [Network]

    /// How dnsmasq is told, where the sink is one.
    var dnsmasq: DnsmasqAdapter { sink.dnsmasq ?? DnsmasqAdapter() }

    /// Whether the server is our own, and no dnsmasq.
    package var isOwnServer: Bool { sink.nameServer != nil }
}
