internal import DockerNetworkConfiguration
internal import DockerNetworkProgram

/// `my-docker-network-emit doctor`.
struct Doctor {
    static let subcommand = Subcommand(
        "doctor",
        abstract: "Tries what announcing and resolving take in here, and says what is wrong.",
        discussion: """
            It reads the configuration, says what would be announced, connects to each
            transport, registers a name for some milliseconds, and resolves it as every
            program in this container does. Each line is ok, a warning or an error, with
            what to do.

            It takes 10 s at most, and ends with 0 if all is well and 1 if something is
            wrong.

            Example:
              my-docker-network-emit doctor
            """,
        options: [json] + AnnouncementOptions.all)

    private static let json = CommandOption("--json", help: "Print one JSON object.")

    let arguments: CommandArguments

    /// - Returns: The exit status.
    func run() async -> Int32 {
        let options = AnnouncementOptions(arguments)
        let findings: [Finding]
        do throws(ToolError) {
            let configuration = try options.load(hostnames: [])
            let environment = Environment.ofProcess()
            let isDefault =
                options.urls.isEmpty && environment.list(.url) == nil && configuration.file == nil
            findings = await EmitterDiagnosis(configuration, isDefaultURL: isDefault).run()
        } catch {
            findings = [Finding(unreadable: error)]
        }
        let isJSON = arguments.contains(Self.json)
        StandardOutput.write(isJSON ? Finding.json(findings) : Finding.text(findings))
        return findings.contains { $0.grade == .error } ? 1 : 0
    }
}
