internal import DockerNetworkConfiguration
internal import DockerNetworkProgram

/// `my-docker-network-emit exec`.
struct Exec {
    static let subcommand = Subcommand(
        "exec",
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
            """,
        operands: .behindTerminator("command", help: "The command and its arguments."),
        options: [hostname] + AnnouncementOptions.all + LastingOptions.all
            + [onFailure, keepPassword])

    private static let hostname = CommandOption(
        "--hostname", .text("hostname"), isRepeated: true,
        help: "A name to announce; repeat it for several (default: this machine's hostname).")
    private static let onFailure = CommandOption(
        "--on-failure", .word("action", of: FailureAction.allCases.map { $0.rawValue }),
        help: "Where nothing can be announced at the start: continue (run the command, and go "
            + "on trying) or exit (do not run it). (default: continue)")
    private static let keepPassword = CommandOption(
        "--keep-password", help: "Leave passwords in the command's environment.")

    /// The actions if nothing can be announced at the start.
    enum FailureAction: String, CaseIterable {
        case `continue`
        case exit
    }

    let hostnames: [String]
    let options: AnnouncementOptions
    let lasting: LastingOptions
    private let onFailure: String
    private let keepsPassword: Bool

    init(_ arguments: CommandArguments) {
        hostnames = arguments.values(of: Self.hostname)
        options = AnnouncementOptions(arguments)
        lasting = LastingOptions(arguments)
        onFailure = arguments.value(of: Self.onFailure) ?? FailureAction.continue.rawValue
        keepsPassword = arguments.contains(Self.keepPassword)
    }

    /// Runs on the main thread: the command needs no other.
    ///
    /// - Returns: The exit status.
    func run() throws(ToolError) -> Int32 {
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
            withheld: keepsPassword ? [] : Environment.ofProcess().namesWithPasswords,
            ignoresBrokenPipes: ignoresBrokenPipes)
        let announced = AnnouncedCommand(
            start: start, announcer: CommandAnnouncer(plan), needsAnnouncement: action == .exit)
        return try announced.run()
    }
}
