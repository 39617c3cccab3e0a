internal import ArgumentParser
internal import DockerNetworkConfiguration
internal import DockerNetworkProgram
internal import DockerNetworkSinkComposition
internal import Logging

/// `my-docker-network check-config`.
struct CheckConfiguration: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Says what 'serve' would do, or what is wrong and in which line.",
        discussion: """
            It reads everything that the configuration names, password files and
            sink paths too, and contacts nobody unless asked with --connect.

            Example:
              my-docker-network check-config --config ./config.toml
            """
    )

    @Flag(help: "Also log in at each broker.")
    var connect = false

    @OptionGroup var options: CommonOptions

    func run() async throws {
        let configuration = try options.load()
        let logger = ToolLogger.make(.host, configuration, default: .warning)
        let check = ConfigurationCheck(configuration, logger: logger)
        var lines = try await check.run()
        if connect { lines += try await check.connect() }
        StandardOutput.write(lines.joined(separator: "\n") + "\n")
    }
}
