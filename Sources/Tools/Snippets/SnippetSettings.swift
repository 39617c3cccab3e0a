package import DockerNetwork
package import DockerNetworkConfiguration
package import DockerNetworkDnsmasq
package import DockerNetworkProgram
internal import DockerNetworkSinkComposition

/// The values that every snippet is made of.
package struct SnippetSettings: Hashable, Sendable {
    /// The domain below which the names are.
    package var domain: Domain
    /// The sink that dnsmasq reads, or that answers itself.
    package var sink: SinkSettings
    /// The addresses at which dnsmasq answers; none if an interface says it.
    package var listenAddresses: [IPAddress]
    /// The interface on whose addresses dnsmasq answers, and on the loopback then; nil: none.
    package var interface: String?
    /// The servers that dnsmasq asks for all other names; none: those that `resolvFile` names.
    package var upstreams: [DnsmasqServer]
    /// The file that names them.
    package var resolvFile: String
    /// The place where containers reach the server, or why they cannot.
    package var containerServer: Result<ServerAddress, ToolError>
    /// The place where the host itself reaches it.
    package var hostServer: ServerAddress
    /// The networks whose addresses the server has names for: those of container engines' bridges.
    package var networks: [Network]

    /// The way in which dnsmasq is told, if the sink is one.
    var dnsmasq: DnsmasqAdapter { sink.dnsmasq ?? DnsmasqAdapter() }

    /// Whether the server is our own, and no dnsmasq.
    package var isOwnServer: Bool { sink.nameServer != nil }
}
