internal import ArgumentParser
internal import DockerNetwork
internal import DockerNetworkComposition
internal import Logging

/// `my-docker-network-emit exec`.
struct Exec: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec",
        abstract: "Runs a command, and announces names as long as it runs.",
        discussion: """
            The entry point of a container: it passes signals on to the command,
            collects processes that lost their parents when it is pid 1, withdraws
            the names when the command ends, within 5 s, and exits with its status
            (128+N after signal N; 127 where it is not found, 126 where it cannot
            be run).

            The command does not get MY_DOCKER_NETWORK_PASSWORD, nor a
            MY_DOCKER_NETWORK_URL that holds a password, unless --keep-password
            is given.

            Example:
              my-docker-network-emit exec -- nginx -g 'daemon off;'
              my-docker-network-emit exec --hostname web --lease 10s -- ./server
            """
    )

    /// What to do where the broker is away at the start.
    enum FailureAction: String, ExpressibleByArgument, CaseIterable {
        case `continue`
        case exit
    }

    @Option(
        name: .customLong("hostname"),
        help: ArgumentHelp(
            "A name to announce; repeat it for several (default: this machine's hostname).",
            valueName: "hostname"))
    var hostnames: [String] = []

    @OptionGroup var options: AnnouncementOptions

    @OptionGroup var lasting: LastingOptions

    @Option(
        help: ArgumentHelp(
            "Where the broker cannot be reached at the start: continue (run the command, and go "
                + "on trying) or exit (do not run it).", valueName: "action"))
    var onFailure = FailureAction.continue

    @Flag(help: "Leave passwords in the command's environment.")
    var keepPassword = false

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("The command and its arguments.", valueName: "command"))
    var command: [String]

    func run() async throws {
        let ignoresBrokenPipes = BrokenPipes.ignore()
        let file = try lasting.prepareReadyFile()
        let configuration = try options.load(hostnames: hostnames)
        let logger = ToolLogger.make(.emitter, configuration, default: .warning)
        let passwordWarnings = try passwordWarnings(configuration, logger)
        for warning in configuration.warnings + passwordWarnings { logger.warning("\(warning)") }
        let lease = try lasting.lease(in: configuration)
        let readiness = RunReadiness(file: file, tellsService: false, logger: logger)
        let registrations = try configuration.registrations()
        let emitter = LastingEmitter(
            configuration: EmitterConfiguration(
                registrations: registrations, lease: lease,
                onEvent: { event in if event == .announced { readiness.heard() } }),
            transport: try Composition.transport(of: configuration, logger: logger),
            changes: configuration.registrationChanges(from: registrations, logger: logger),
            logger: logger)
        if onFailure == .exit { try await BrokerCheck(transport: emitter.transport).run() }
        let start = CommandStart(
            command, withheld: keepPassword ? [] : Environment.ofProcess().namesWithPasswords,
            ignoresBrokenPipes: ignoresBrokenPipes)
        throw ExitCode(try await AnnouncedCommand(start: start, emitter: emitter).run().exitStatus)
    }

    /// A password file that cannot be read keeps the command from running only where it may.
    private func passwordWarnings(
        _ configuration: Configuration, _ logger: Logger
    ) throws(ToolError) -> [String] {
        do {
            return try Composition.checkPasswords(of: configuration)
        } catch {
            guard onFailure == .continue else { throw error }
            logger.error("not announced; trying again: \(error)")
            return []
        }
    }
}
