internal import ArgumentParser
internal import DockerNetwork

/// `my-docker-network-emit down`.
struct Down: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "down",
        abstract: "Withdraws names that 'up' announced.",
        discussion: """
            Example:
              my-docker-network-emit down
              my-docker-network-emit down web --address 172.17.0.2
            """
    )

    @OptionGroup var options: CommonOptions

    @OptionGroup var oneShot: OneShotOptions

    func run() async throws {
        try await OneShotRun(kind: .down, options: options, oneShot: oneShot, lease: nil).run()
    }
}
