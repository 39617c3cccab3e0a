internal import DockerNetwork
internal import DockerNetworkProgram

/// `my-docker-network-emit down`.
struct Down {
    static let subcommand = Subcommand(
        "down", abstract: "Withdraws names that 'up' announced.",
        discussion: """
            Example:
              my-docker-network-emit down
              my-docker-network-emit down web --address 172.17.0.2
            """,
        operands: CommonOptions.operands,
        options: AnnouncementOptions.all + OneShotOptions.all)

    let arguments: CommandArguments

    func run() async throws(ToolError) {
        try await OneShotRun(
            kind: .down, options: CommonOptions(arguments), oneShot: OneShotOptions(arguments),
            lease: nil
        ).run()
    }
}
