internal import ArgumentParser
internal import DockerNetworkConfiguration
internal import DockerNetworkProgram

/// `my-docker-network-emit exec`.
struct Exec: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec",
        abstract: "Runs a command, and announces names as long as it runs.",
        discussion: """
            The entry point of a container: it starts the command first, whatever is
            wrong with what it announces, passes signals on to the command, collects
            processes that lost their parents when it is pid 1, withdraws the names
            when the command ends, within a second, and exits with its status
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

    /// What to do where nothing can be announced at the start.
    enum FailureAction: String, CaseIterable {
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
            "Where nothing can be announced at the start: continue (run the command, and go "
                + "on trying) or exit (do not run it).", valueName: "action"))
    var onFailure = FailureAction.continue.rawValue

    @Flag(help: "Leave passwords in the command's environment.")
    var keepPassword = false

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("The command and its arguments.", valueName: "command"))
    var command: [String]

    /// Runs on the main thread: the command needs no other.
    func run() throws {
        let ignoresBrokenPipes = BrokenPipes.ignore()
        let action = FailureAction(rawValue: onFailure)
        let plan = AnnouncementPlan(self, tolerating: action != .exit)
        if action == nil {
            let fault = SettingSource.flag("--on-failure").error(
                value: onFailure, "continue or exit")
            plan.say("\(fault); the command runs")
        }
        let start = CommandStart(
            ProcessArguments.behindTerminator(),
            withheld: keepPassword ? [] : Environment.ofProcess().namesWithPasswords,
            ignoresBrokenPipes: ignoresBrokenPipes)
        let announced = AnnouncedCommand(
            start: start, announcer: CommandAnnouncer(plan), needsAnnouncement: action == .exit)
        throw ExitCode(try announced.run())
    }
}
