internal import ArgumentParser
internal import DockerNetworkConfiguration
internal import DockerNetworkLegacy
internal import DockerNetworkProgram
internal import DockerNetworkSystem

/// `my-docker-network --start`.
struct Start: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Serves and announces this machine too, as in 2014 (also: --start).",
        discussion: """
            Without -D it returns when the service is ready, or after 10 s if the
            broker is away, and the service goes on trying. It does nothing if
            /etc/default/my-docker-network does not say start=1, or it runs already.

            Example:
              my-docker-network --start
              my-docker-network --start -D --emit-only
            """
    )

    @Flag(name: .customShort("D"), help: "Stay in the foreground, as supervisor needs it.")
    var foreground = false

    @Flag(help: "Only announce this machine.")
    var emitOnly = false

    @Option(
        help: ArgumentHelp(
            "Where --stop finds the service (default: /run/my-docker-network.pid).",
            valueName: "file"))
    var pidFile: String?

    @Option(
        help: ArgumentHelp(
            "What the service says without -D is added to this file.", valueName: "file"))
    var logFile = "/var/log/my-docker-network.log"

    @OptionGroup var options: CommonOptions

    /// The time that the start waits until the service is ready.
    private static let patience = Duration.seconds(10)

    func run() async throws {
        let configuration = try options.load()
        guard configuration.isStartWanted else {
            let file = configuration.file ?? "the configuration"
            StandardOutput.write("\(file) says start=0, or nothing: not started\n")
            return
        }
        guard foreground else { return try await detach() }
        let file = try heldFile()
        defer { file?.release() }
        try await HostSession(options: options, configuration: configuration).run(
            serves: !emitOnly)
    }

    /// The pid file, held, or nil if none was named and the usual one cannot be written: whoever
    /// started this in the foreground can end it without.
    private func heldFile() throws(ToolError) -> HeldPidFile? {
        let file = pidFile.map { PidFile($0) } ?? .standard
        do throws(ToolError) {
            return try file.hold()
        } catch {
            guard pidFile == nil, error.status == .configuration else { throw error }
            StandardError.write(
                ProgramEnd.notice(.host, "--stop will not find this process: \(error.message)"))
            return nil
        }
    }

    private func detach() async throws(ToolError) {
        let file = pidFile.map { PidFile($0) } ?? .standard
        if let holder = try file.holder() {
            StandardOutput.write("already running as process \(holder)\n")
            return
        }
        let listener = try NotificationListener()
        let program = try DetachedProgram(
            arguments: arguments(file), logFile: logFile, notificationSocket: listener.name)
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline {
            if listener.isReady() { return }
            if let end = program.end() { throw failure(end) }
            try? await Task.sleep(for: .milliseconds(10))
        }
        StandardOutput.write(
            "started as process \(program.process), but not ready yet; see \(logFile)\n")
    }

    private func arguments(_ file: PidFile) -> [String] {
        var arguments = ["start", "-D", "--pid-file", file.path]
        if emitOnly { arguments.append("--emit-only") }
        return arguments + options.arguments
    }

    private func failure(_ end: CommandEnd) -> ToolError {
        let last = (try? SmallFile.read(logFile, limit: 4_194_304)).flatMap { contents in
            contents.bytes.split(separator: UInt8(ascii: "\n")).last.map {
                String(decoding: $0, as: UTF8.self)
            }
        }
        return ToolError(
            ExitStatus(rawValue: end.exitStatus) ?? .unavailable,
            "not started; the last line of \(logFile): \(last ?? "none")")
    }
}
