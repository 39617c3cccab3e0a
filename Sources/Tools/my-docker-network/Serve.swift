internal import ArgumentParser
internal import DockerNetwork
internal import DockerNetworkConfiguration
internal import DockerNetworkProgram
internal import DockerNetworkSinkComposition
internal import DockerNetworkTransportComposition
internal import Logging
internal import ServiceLifecycle
internal import Synchronization
internal import UnixSignals

#if Admin
    internal import DockerNetworkAdmin
#endif

/// `my-docker-network serve`.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Listens for announcements and writes the names, in the foreground.",
        discussion: """
            It logs to standard error, says 'ready' there and READY=1 to
            NOTIFY_SOCKET once it listens, and stops on SIGTERM and SIGINT; the
            names stay for its next start.

            On SIGHUP it reads its configuration again, and goes on with the new
            sinks, transports and policy; what did not change notices nothing. An
            error leaves all as it was.

            Example:
              my-docker-network serve --config /etc/my-docker-network/config.toml
            """
    )

    @OptionGroup var options: CommonOptions

    @Flag(help: "Read the configuration again whenever its file changes, not only on SIGHUP.")
    var watch = false

    func run() async throws {
        BrokenPipes.ignore()
        #if Admin
            PrometheusMetrics.bootstrap()
        #endif
        let configuration = try options.load()
        let logger = ToolLogger.make(.host, configuration, default: .info)
        try Composition.warn(of: configuration, logger: logger)
        OpenFiles.raise(for: configuration)
        let (replacements, replace) = AsyncStream.makeStream(of: HostParts.self)
        let parts = try HostComposition.parts(
            of: configuration, logger: logger, heartbeat: Watchdog.ofProcess()
        ) {
            ServiceNotification.ofProcess()?.send("READY=1")
        }
        let service = HostService(parts, replacements: replacements, logger: logger)
        let latest = Mutex(parts)
        var services: [any Service] = [service]
        if let status = StatusNotification(service) { services.append(status) }
        #if Admin
            let admin = AdminServer(service, configuration.admin, logger: logger)
            services.append(admin)
        #endif
        let reload = await ConfigurationReload(
            watching: watch ? configuration.file : nil, logger: logger
        ) { () throws(ToolError) in
            let configuration = try options.load()
            try Composition.warn(of: configuration, logger: logger)
            OpenFiles.raise(for: configuration)
            let previous = latest.withLock { $0 }
            let parts = try HostComposition.parts(
                of: configuration, reusing: previous, logger: logger)
            latest.withLock { $0 = parts }
            replace.yield(parts)
            #if Admin
                admin.use(configuration.admin)
            #endif
        }
        let group = ServiceGroup(
            services: services + [reload], gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger)
        do {
            try await group.run()
        } catch let error as TransportError {
            throw ToolError(error)
        }
    }
}
