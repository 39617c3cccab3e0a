internal import DockerNetwork
internal import DockerNetworkConfiguration
internal import DockerNetworkProgram
internal import DockerNetworkTransportComposition

/// The options for the address, and for the way of the announcement.
struct AnnouncementOptions {
    static let all = [address, configurationFile, url, logLevel]

    private static let address = CommandOption(
        "--address", .text("address"), isRepeated: true,
        help: "An address, an interface or a pattern of them, a network, or route (what the way to "
            + "the broker starts from); of several the first that has any "
            + "(default: eth*, route, docker0).")
    private static let configurationFile = CommandOption(
        "--config", .file, help: "The TOML file (default: /etc/my-docker-network/config.toml).")
    private static let url = CommandOption(
        "--url", .text("url"), isRepeated: true,
        help: "Where the broker is, without a password; repeat it in order of preference.")
    private static let logLevel = CommandOption(
        "--log-level",
        .word(
            "level", of: ["trace", "debug", "info", "notice", "warning", "error", "critical"]),
        help: "trace, debug, info, notice, warning, error or critical.")

    private let addresses: [String]
    private let configurationFile: String?
    /// The URLs to connect to, in order of preference.
    let urls: [String]
    private let logLevel: String?

    init(_ arguments: CommandArguments) {
        addresses = arguments.values(of: Self.address)
        configurationFile = arguments.value(of: Self.configurationFile)
        urls = arguments.values(of: Self.url)
        logLevel = arguments.value(of: Self.logLevel)
    }

    /// Returns the values of these options, which win over everything else.
    func overrides(hostnames: [String]) -> Overrides {
        Overrides(
            configurationFile: configurationFile, urls: urls, logLevel: logLevel,
            hostnames: hostnames, addresses: addresses)
    }

    /// The options for another command of this program, but for the addresses.
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

/// The options of `up`, `down` and `run`: what to announce, and how to get it out.
struct CommonOptions {
    static let operands = Subcommand.Operands.texts(
        "hostnames", help: "The names to announce (default: this machine's hostname).")

    private let hostnames: [String]
    private let announcement: AnnouncementOptions

    init(_ arguments: CommandArguments) {
        hostnames = arguments.operands
        announcement = AnnouncementOptions(arguments)
    }

    /// Reads what the file, the environment and these options say.
    func load() throws(ToolError) -> Configuration {
        try announcement.load(hostnames: hostnames)
    }
}

/// The options of `up` and `down` beside the common ones.
struct OneShotOptions {
    static let all = [instance, sequence, wait, timeout, noHostTimeout]

    private static let instance = CommandOption(
        "--instance", .text("id"),
        help: "Announce for this instance (a UUID), so that only it holds the name.")
    private static let sequence = CommandOption(
        "--sequence", .text("number"),
        help: "Of two announcements of an instance the one with the higher number counts "
            + "(default: the time, in microseconds since 1970).")
    private static let wait = CommandOption(
        "--wait", help: "Return when a host says that it is done, or fail with the host's reason.")
    private static let timeout = CommandOption(
        "--timeout", .text("time"),
        help: "How long all of it may take (default with --wait: 30s).")
    private static let noHostTimeout = CommandOption(
        "--no-host-timeout", .text("time"),
        help: "How long to try again while no host listens (default: 3s).")

    private let instance: String?
    private let sequence: String?
    let wait: Bool
    let timeout: String?
    let noHostTimeout: String?

    init(_ arguments: CommandArguments) {
        instance = arguments.value(of: Self.instance)
        sequence = arguments.value(of: Self.sequence)
        wait = arguments.contains(Self.wait)
        timeout = arguments.value(of: Self.timeout)
        noHostTimeout = arguments.value(of: Self.noHostTimeout)
    }

    /// The origin that `--instance` asks for; nil without it.
    ///
    /// - Throws: `ToolError` (64) where an option's value is none, or `--sequence` stands alone.
    func origin() throws(ToolError) -> Origin? {
        let now = UTCTime.microseconds()
        let number = try sequence.map { (text) throws(ToolError) in try Self.number(text) }
        guard let instance else {
            guard sequence == nil else {
                throw ToolError(
                    .usage, "--sequence numbers what an instance announces; give --instance too")
            }
            return nil
        }
        guard let id = InstanceID(instance) else {
            throw SettingSource.flag("--instance").error(
                value: instance, "a UUID such as 123e4567-e89b-42d3-a456-426614174000")
        }
        return Origin(instance: id, started: now / 1_000, sequence: number ?? now)
    }

    private static func number(_ text: String) throws(ToolError) -> Int64 {
        guard let number = Int64(text), number > 0 else {
            throw SettingSource.flag("--sequence").error(
                value: text, "a whole number from 1 to \(Int64.max)")
        }
        return number
    }
}

/// The options of `run` and `exec`: how long a name holds, and who is told that it is heard.
struct LastingOptions {
    static let all = [lease, readyFile]

    private static let lease = CommandOption(
        "--lease", .text("time"),
        help: "How long the names hold without being renewed (default: 30s).")
    private static let readyFile = CommandOption(
        "--ready-file", .file,
        help: "Make this empty file when a host hears it first; one that is there is removed "
            + "before.")

    let lease: String?
    private let readyFile: String?

    init(_ arguments: CommandArguments) {
        lease = arguments.value(of: Self.lease)
        readyFile = arguments.value(of: Self.readyFile)
    }

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
        try OptionValues.lease(lease) ?? configuration.emit.lease ?? .usual
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
}
