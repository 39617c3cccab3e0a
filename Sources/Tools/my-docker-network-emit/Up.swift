internal import ArgumentParser
internal import DockerNetwork

/// `my-docker-network-emit up`.
struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Announces names once; they hold until 'down' or for --lease.",
        discussion: """
            Example:
              my-docker-network-emit up
              my-docker-network-emit up web www --address eth0 --lease 5m --wait
            """
    )

    @OptionGroup var options: CommonOptions

    @Option(help: ArgumentHelp("How long it holds: 30s, 5m, 2h.", valueName: "time"))
    var lease: String?

    @OptionGroup var oneShot: OneShotOptions

    func run() async throws {
        let lease = try OptionValues.lease(lease)
        try await OneShotRun(kind: .up, options: options, oneShot: oneShot, lease: lease).run()
    }
}
