#if Admin
    internal import ArgumentParser
    internal import DockerNetworkAdmin
    internal import DockerNetworkProgram

    /// `my-docker-network doctor`.
    struct Doctor: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "doctor",
            abstract: "Tries the whole path that a name takes, and says what is wrong.",
            discussion: """
                It reads the configuration, asks the running service, connects to each
                transport, registers a name for some milliseconds, and resolves it at
                the sinks' servers and as every program of this machine does. Each
                line is ok, a warning or an error, with what to do.

                Running containers are asked for too, each from within its own network;
                --container tells more of one. At each bridge of an engine a network
                namespace of its own asks as a container would, with a high address of
                the bridge's network that nobody has. Both need root.

                It takes 10 s at most, and ends with 0 if all is well and 1 if
                something is wrong.

                Example:
                  my-docker-network doctor
                  my-docker-network doctor --container web
                """
        )

        @Flag(help: "Print one JSON object.")
        var json = false

        @Option(
            help: ArgumentHelp(
                "Resolve from within this container, of Docker or Podman.", valueName: "name"))
        var container: String?

        @OptionGroup var options: CommonOptions

        func run() async throws {
            let findings: [Finding]
            do throws(ToolError) {
                findings = await Diagnosis(try options.load(), container: container).run()
            } catch {
                findings = [Finding(unreadable: error)]
            }
            StandardOutput.write(json ? Finding.json(findings) : Finding.text(findings))
            if findings.contains(where: { $0.grade == .error }) { throw ExitCode(1) }
        }
    }
#endif
