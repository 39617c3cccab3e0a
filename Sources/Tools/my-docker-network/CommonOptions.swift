internal import ArgumentParser
internal import DockerNetworkConfiguration
internal import DockerNetworkProgram
internal import DockerNetworkSinkComposition

/// The options that every subcommand takes.
struct CommonOptions: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "The TOML file (default: /etc/my-docker-network/config.toml).", valueName: "file"))
    var configurationFile: String?

    @Option(
        name: .customLong("url"),
        help: ArgumentHelp(
            "Where the broker is, without a password; repeat it in order of preference.",
            valueName: "url"))
    var urls: [String] = []

    @Option(
        help: ArgumentHelp(
            "trace, debug, info, notice, warning, error or critical.", valueName: "level"))
    var logLevel: String?

    /// The same options once more, for this program started again.
    var arguments: [String] {
        let pairs =
            [("--config", configurationFile), ("--log-level", logLevel)]
            + urls.map { ("--url", $0) }
        return pairs.flatMap { name, value in value.map { [name, $0] } ?? [] }
    }

    /// Reads what the file, the environment and these options say.
    func load() throws(ToolError) -> Configuration {
        let configuration = try ConfigurationLoader(
            program: .host, adapters: .host, environment: .ofProcess(),
            overrides: Overrides(
                configurationFile: configurationFile, urls: urls, logLevel: logLevel)
        ).load()
        // Said whatever the log level is: who set two URLs may count on both.
        for line in configuration.skipped {
            StandardError.write(ProgramEnd.notice(.host, line))
        }
        return configuration
    }
}
