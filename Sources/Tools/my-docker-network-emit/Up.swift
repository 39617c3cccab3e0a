internal import DockerNetwork
internal import DockerNetworkProgram

/// `my-docker-network-emit up`.
struct Up {
    static let subcommand = Subcommand(
        "up", abstract: "Announces names once; they hold until 'down' or for --lease.",
        discussion: """
            Example:
              my-docker-network-emit up
              my-docker-network-emit up web www --address eth0 --lease 5m --wait
            """,
        operands: CommonOptions.operands,
        options: AnnouncementOptions.all + [lease] + OneShotOptions.all)

    private static let lease = CommandOption(
        "--lease", .text("time"), help: "How long it holds: 30s, 5m, 2h.")

    let arguments: CommandArguments

    func run() async throws(ToolError) {
        let lease = try OptionValues.lease(arguments.value(of: Self.lease))
        try await OneShotRun(
            kind: .up, options: CommonOptions(arguments), oneShot: OneShotOptions(arguments),
            lease: lease
        ).run()
    }
}
