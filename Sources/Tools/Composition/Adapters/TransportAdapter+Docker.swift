#if Docker
    internal import DockerNetwork
    internal import DockerNetworkDocker

    extension TransportAdapter {
        /// The containers of an engine, by way of libcurl.
        package static let docker = Self(sourceSchemes: EndpointURL.engineSchemes) {
            settings, configuration throws(ToolError) in
            DockerTransport(engine(settings, configuration))
        }

        private static func engine(
            _ settings: TransportSettings, _ configuration: Configuration
        ) -> DockerConfiguration {
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
            guard settings.isEngineEncrypted else { return result }
            result.security = DockerConfiguration.Security(
                certificateAuthorityFile: settings.authorityFile,
                certificateFile: settings.certificate?.file,
                keyFile: settings.certificate?.keyFile)
            return result
        }

        private static func place(_ settings: TransportSettings) -> DockerConfiguration.Place {
            let url = settings.url
            if let path = url.socketPath { return .socket(path) }
            let usual = settings.isEngineEncrypted ? 2376 : 2375
            return .host(url.host, port: UInt16(url.port ?? usual))
        }
    }
#endif
