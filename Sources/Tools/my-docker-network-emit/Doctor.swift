internal import DockerNetworkConfiguration
internal import DockerNetworkProgram
internal import ArgumentParser

/// `my-docker-network-emit doctor`.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
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
            """
    )

    @Flag(help: "Print one JSON object.")
    var json = false

    @OptionGroup var options: AnnouncementOptions

    func run() async throws {
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
        StandardOutput.write(json ? Finding.json(findings) : Finding.text(findings))
        if findings.contains(where: { $0.grade == .error }) { throw ExitCode(1) }
    }
}
