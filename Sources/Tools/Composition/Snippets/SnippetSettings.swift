package import DockerNetwork
package import DockerNetworkDnsmasq

/// What every snippet is made of.
package struct SnippetSettings: Hashable, Sendable {
    /// The domain below which the names are.
    package var domain: Domain
    /// The sink that dnsmasq reads.
    package var sink: SinkSettings
    /// Where dnsmasq answers; nothing where an interface says it.
    package var listenAddresses: [IPAddress]
    /// The interface on whose addresses dnsmasq answers, and on the loopback then; nil: none.
    package var interface: String?
    /// Whom dnsmasq asks for all other names; nothing: those that `resolvFile` names.
    package var upstreams: [DnsmasqServer]
    /// The file that names them.
    package var resolvFile: String
    /// The address at which containers reach dnsmasq, or why there is none.
    package var containerAddress: Result<IPAddress, ToolError>
    /// The address at which the host itself reaches it.
    package var hostAddress: IPAddress

    /// The interface that systemd-resolved learns the domain's server from: the bridge of a container
    /// engine.
    package var link: String

    /// The port on which dnsmasq answers.
    package var port: UInt16 { sink.server?.port ?? 53 }
}
