internal import ArgumentParser
internal import DockerNetwork
internal import DockerNetworkComposition
internal import Logging
internal import ServiceLifecycle
internal import UnixSignals

/// `my-docker-network serve`.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Listens for announcements and writes the names, in the foreground.",
        discussion: """
            It logs to standard error, says 'ready' there and READY=1 to
            NOTIFY_SOCKET once it listens, and stops on SIGTERM and SIGINT; the
            names stay for its next start.

            Example:
              my-docker-network serve --config /etc/my-docker-network/config.toml
            """
    )

    @OptionGroup var options: CommonOptions

    func run() async throws {
        BrokenPipes.ignore()
        let configuration = try options.load()
        let logger = ToolLogger.make(.host, configuration, default: .info)
        for warning in configuration.warnings + (try Composition.checkPasswords(of: configuration))
        {
            logger.warning("\(warning)")
        }
        let hostName =
            if let name = configuration.hostName { name } else { try HostName.ofMachine() }
        var sinks: [SinkBinding] = []
        for settings in configuration.sinks {
            let sink = try Composition.sink(settings, domain: configuration.domain, logger: logger)
            sinks.append(SinkBinding(sink, isRequired: settings.isRequired))
        }
        let service = HostService(
            HostConfiguration(
                hostName: hostName.text, domain: configuration.domain,
                policy: configuration.policy,
                onReady: { ServiceNotification.ofProcess()?.send("READY=1") }),
            transports: try Composition.transports(of: configuration, logger: logger), sinks: sinks,
            logger: logger)
        let group = ServiceGroup(
            services: [service], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        do {
            try await group.run()
        } catch let error as TransportError {
            throw ToolError(error)
        }
    }
}
