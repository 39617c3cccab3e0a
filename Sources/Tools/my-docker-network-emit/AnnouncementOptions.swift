internal import ArgumentParser
internal import DockerNetwork
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

/// What `up`, `down` and `run` take: what to announce, and how to get it out.
struct CommonOptions: ParsableArguments {
    @Argument(help: "The names to announce (default: this machine's hostname).")
    var hostnames: [String] = []

    @OptionGroup var announcement: AnnouncementOptions

    /// Reads what the file, the environment and these options say.
    func load() throws(ToolError) -> Configuration {
        try announcement.load(hostnames: hostnames)
    }
}

/// What `up` and `down` take beside the common options.
struct OneShotOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Announce for this instance (a UUID), so that only it holds the name.",
            valueName: "id"))
    var instance: String?

    @Flag(help: "Return when a host says that it is done, or fail with the host's reason.")
    var wait = false

    @Option(
        help: ArgumentHelp(
            "How long all of it may take (default with --wait: 30s).", valueName: "time"))
    var timeout: String?

    @Option(
        help: ArgumentHelp(
            "How long to try again while no host listens (default: 3s).", valueName: "time"))
    var noHostTimeout: String?
}

/// What `run` and `exec` take: how long a name holds, and who is told that it is heard.
struct LastingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How long the names hold without being renewed (default: 30s).", valueName: "time"))
    var lease: String?

    @Option(
        help: ArgumentHelp(
            "Make this empty file when a host hears it first; one that is there is removed before.",
            valueName: "file"))
    var readyFile: String?

    /// The file to make, removed where it is there; nil where none was asked for.
    ///
    /// - Returns: The file, before a host hears it.
    /// - Throws: As `ReadyFile`.
    func prepareReadyFile() throws(ToolError) -> ReadyFile? {
        guard let readyFile else { return nil }
        return try ReadyFile(readyFile)
    }

    /// The lease of the option, or the configuration's.
    ///
    /// - Throws: `ToolError` (64) where it is none.
    func lease(in configuration: Configuration) throws(ToolError) -> Lease {
        let flag = try OptionValues.lease(lease)
        guard let lease = flag ?? configuration.emit.lease ?? EmitSettings.defaultLease else {
            throw SettingSource.flag("--lease").error("give one: \(LeaseText.form)")
        }
        return lease
    }
}

/// Reads the options that are neither names nor places.
enum OptionValues {
    /// A time, or nil where the option was not given.
    static func time(_ text: String?, _ option: String) throws(ToolError) -> Duration? {
        guard let text else { return nil }
        guard let time = TimeText.parse(text) else {
            throw SettingSource.flag(option).error(value: text, TimeText.form)
        }
        return time
    }

    /// A lease, or nil where the option was not given.
    static func lease(_ text: String?) throws(ToolError) -> Lease? {
        guard let text else { return nil }
        guard let lease = LeaseText.parse(text) else {
            throw SettingSource.flag("--lease").error(value: text, LeaseText.form)
        }
        return lease
    }

    /// The origin of a one-shot for an instance: its number is the time of sending.
    static func origin(ofInstance text: String?) throws(ToolError) -> Origin? {
        guard let text else { return nil }
        guard let instance = InstanceID(text) else {
            throw SettingSource.flag("--instance").error(
                value: text, "a UUID such as 123e4567-e89b-42d3-a456-426614174000")
        }
        let now = UTCTime.microseconds()
        return Origin(instance: instance, started: now / 1_000, sequence: now)
    }
}
