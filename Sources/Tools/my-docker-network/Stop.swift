internal import ArgumentParser
internal import DockerNetworkLegacy
internal import DockerNetworkProgram

/// `my-docker-network --stop`.
struct Stop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Ends what --start started, and returns when it is gone (also: --stop).",
        discussion: """
            The service holds its pid file, so that no other process is ever ended.
            Where none runs, it says so and exits 0, as LSB asks of init scripts.

            Example:
              my-docker-network --stop
            """
    )

    @Option(
        help: ArgumentHelp(
            "The pid file that --start was given (default: /run/my-docker-network.pid).",
            valueName: "file"))
    var pidFile: String?

    /// A withdrawal takes 5 s at most.
    private static let patience = Duration.seconds(15)

    func run() async throws {
        let named = pidFile.map { PidFile($0) } ?? .standard
        guard let file = try named.opened(), let process = try file.terminateHolder() else {
            StandardOutput.write("not running\n")
            return
        }
        let deadline = ContinuousClock.now + Self.patience
        while try file.holder() == process {
            guard ContinuousClock.now < deadline else {
                throw ToolError(
                    .timedOut, "process \(process) is not gone within 15s; see its log")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
