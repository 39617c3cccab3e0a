package import DockerNetworkConfiguration
internal import DockerNetworkTransportComposition

extension AdapterCatalogue {
    /// The adapters of the host: every transport and every sink.
    ///
    /// A new sink is a word here.
    package static let host = Self(
        transports: emitter.transports,
        usualTransport: emitter.usualTransport,
        sinks: [NameServerAdapter.self, DnsmasqAdapter.self, HostsFileAdapter.self],
        usualSinks: [SinkSettings(DnsmasqAdapter(.directory))],
        legacySinks: [SinkSettings(DnsmasqAdapter(.file))])
}
