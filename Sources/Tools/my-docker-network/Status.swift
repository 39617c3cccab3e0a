#if Admin
    internal import ArgumentParser
    internal import DockerNetworkAdmin
    internal import DockerNetworkConfiguration
    internal import DockerNetworkProgram

    /// `my-docker-network status`.
    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status",
            abstract: "Asks the running service how it does.",
            discussion: """
                It shows the transports (connected since when, and how long a probe
                takes), the sinks (what they still lack, the last error), how many
                names there are and whose, what was refused and why, and who sends
                most. --json has every name too.

                It asks at [admin] listen of the configuration, by default at
                /run/my-docker-network/admin.sock. Without a running service it ends
                with 69.

                Example:
                  my-docker-network status
                  my-docker-network status --json | jq '.names[].name'
                """
        )

        @Flag(help: "Print one JSON object, with every name.")
        var json = false

        @OptionGroup var options: CommonOptions

        func run() async throws {
            let client = AdminClient(try options.load().admin)
            StandardOutput.write(try await client.page("/v1/status", asText: !json))
        }
    }
#endif
