internal import ArgumentParser
internal import DockerNetworkConfiguration
internal import DockerNetworkProgram
internal import DockerNetworkTransportComposition

/// Where to find the address, and how to get the announcement out.
struct AnnouncementOptions: ParsableArguments {
    @Option(
        name: .customLong("address"),
        help: ArgumentHelp(
            "An address, an interface or a pattern of them, a network, or route (what the way to "
                + "the broker starts from); of several the first that has any "
                + "(default: eth*, route, docker0).",
            valueName: "address"))
    var addresses: [String] = []

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

    /// What these options say over everything else.
    func overrides(hostnames: [String]) -> Overrides {
        Overrides(
            configurationFile: configurationFile, urls: urls, logLevel: logLevel,
            hostnames: hostnames, addresses: addresses)
    }

    /// These options for another command of this program, but for the addresses.
    var passedOn: [String] {
        var words: [String] = []
        if let configurationFile { words += ["--config", configurationFile] }
        for url in urls { words += ["--url", url] }
        if let logLevel { words += ["--log-level", logLevel] }
        return words
    }

    /// Reads what the file, the environment and these options say.
    func load(hostnames: [String]) throws(ToolError) -> Configuration {
        var configuration = try ConfigurationLoader(
            program: .emitter, adapters: .emitter, environment: .ofProcess(),
            overrides: overrides(hostnames: hostnames)
        ).load()
        if let notice = try configuration.nameMachine() {
            StandardError.write(ProgramEnd.notice(.emitter, notice))
        }
        // Said whatever the log level is: who set two URLs may count on both.
        for line in configuration.skipped {
            StandardError.write(ProgramEnd.notice(.emitter, line))
        }
        return configuration
    }
}
