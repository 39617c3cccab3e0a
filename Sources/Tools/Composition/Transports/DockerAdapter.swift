#if Docker
    package import DockerNetwork
    package import DockerNetworkConfiguration
    internal import DockerNetworkDocker
    package import DockerNetworkProgram
    internal import DockerNetworkSystem

    /// The containers of an engine, by way of libcurl: `docker://`.
    package enum DockerAdapter: TransportAdapter {
        package static let schemes = EndpointURL.engineSchemes

        package static func summary(_ settings: TransportSettings) -> String {
            let engine = settings.engine
            let names = engine.names.map(\.rawValue).joined(separator: " ")
            let networks = engine.networks.map { Printable.quoted($0) }.joined(separator: " ")
            let who = engine.requiresLabel ? "labelled containers" : "containers"
            let security =
                settings.url.hasSocket ? "" : settings.isEngineEncrypted ? "with TLS, " : "plain, "
            return "\(security)\(who) once \(engine.namesWhen.rawValue), "
                + "names from \(names.isEmpty ? "labels" : names), "
                + "networks \(networks.isEmpty ? "none" : networks), lease \(engine.lease)"
        }

        package static func transport(
            _ settings: TransportSettings
        ) throws(ToolError) -> any Transport {
            throw .configuration("url", "\(settings.url): nobody can announce over it")
        }

        package static func source(
            _ settings: TransportSettings, of configuration: Configuration
        ) throws(ToolError) -> any AnnouncementSource {
            let engine = settings.engine
            let choices = configuration.emit.addresses
            var result = DockerConfiguration(
                place: place(settings), name: engine.name,
                names: Set(
                    engine.names.compactMap {
                        DockerConfiguration.NameSource(rawValue: $0.rawValue)
                    }),
                networks: engine.networks.map(TextPattern.init),
                requiresLabel: engine.requiresLabel,
                namesWhen: engine.namesWhen == .healthy ? .healthy : .started,
                lease: engine.lease, machineName: MachineName.current(),
                hostAddresses: {
                    let machine = AnnouncedAddresses(interfaces: NetworkInterfaces.current())
                    return (try? machine.choose(choices, brokerHosts: [])) ?? []
                })
            if settings.isEngineEncrypted {
                result.security = DockerConfiguration.Security(
                    certificateAuthorityFile: settings.authorityFile,
                    certificateFile: settings.certificate?.file,
                    keyFile: settings.certificate?.keyFile)
            }
            return DockerTransport(result)
        }

        private static func place(_ settings: TransportSettings) -> DockerConfiguration.Place {
            let url = settings.url
            if let path = url.socketPath { return .socket(path) }
            let usual = settings.isEngineEncrypted ? 2376 : 2375
            return .host(url.host, port: UInt16(url.port ?? usual))
        }
    }
#endif
