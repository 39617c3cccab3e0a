internal import DockerNetwork
internal import DockerNetworkConfiguration
internal import DockerNetworkProgram
internal import DockerNetworkTransportComposition
internal import Logging
internal import ServiceLifecycle
internal import UnixSignals

/// `my-docker-network-emit run`.
struct Run {
    static let subcommand = Subcommand(
        "run",
        abstract: "Announces names, renews them, and withdraws them when it is stopped.",
        discussion: """
            It keeps trying where no broker or no host is there, and withdraws its
            names on SIGTERM and SIGINT. Should it be killed, they go when the
            lease ends.

            Example:
              my-docker-network-emit run
              my-docker-network-emit run web --lease 10s
            """,
        operands: CommonOptions.operands,
        options: AnnouncementOptions.all + LastingOptions.all)

    let options: CommonOptions
    let lasting: LastingOptions

    init(_ arguments: CommandArguments) {
        options = CommonOptions(arguments)
        lasting = LastingOptions(arguments)
    }

    func run() async throws(ToolError) {
        BrokenPipes.ignore()
        let file = try lasting.prepareReadyFile()
        let configuration = try options.load()
        let logger = ToolLogger.make(.emitter, configuration, default: .info)
        try Composition.warn(of: configuration, logger: logger)
        let lease = try lasting.lease(in: configuration)
        let readiness = RunReadiness(file: file, logger: logger)
        let emitter = try Composition.emitter(
            of: configuration, lease: lease, clock: LoopClock(), logger: logger,
            changes: { configuration.registrationChanges(from: $0, logger: logger) },
            onEvent: { readiness.note($0) })
        let group = ServiceGroup(
            services: [emitter], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        do {
            try await group.run()
        } catch let error as TransportError {
            throw ToolError(error)
        } catch {
            throw ToolError(.unavailable, "not announced: \(error)")
        }
    }
}
