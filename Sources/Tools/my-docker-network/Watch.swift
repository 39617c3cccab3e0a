#if Admin
    internal import ArgumentParser
    internal import DockerNetworkAdmin
    internal import DockerNetworkConfiguration
    internal import DockerNetworkProgram

    #if canImport(Glibc)
        internal import Glibc
    #elseif canImport(Musl)
        internal import Musl
    #endif

    /// `my-docker-network watch`.
    struct Watch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "watch",
            abstract: "Prints every change of the names as it happens.",
            discussion: """
                Each line says when, whether a name came (+) or went (-), its address,
                why, by whom, and how long it took from the message until every
                required sink held it. Where that takes over a second, it says which
                sink is waited for.

                It goes on until Ctrl-C. Without a running service, and when the
                service stops, it ends with 69.

                Example:
                  my-docker-network watch
                  my-docker-network watch --json | jq -r .name
                """
        )

        @Flag(help: "Print one JSON object a line.")
        var json = false

        @OptionGroup var options: CommonOptions

        func run() async throws {
            let client = AdminClient(try options.load().admin)
            let isColoured = !json && isatty(STDOUT_FILENO) != 0
            try await client.follow("/v1/events", asText: !json) { name, line in
                let colour = isColoured ? Self.colour(of: name) : nil
                StandardOutput.write(colour.map { "\($0)\(line)\u{1B}[0m\n" } ?? "\(line)\n")
            }
        }

        private static func colour(of event: String) -> String? {
            switch event {
            case "announced", "adopted": "\u{1B}[32m"
            case "withdrawn", "expired": "\u{1B}[31m"
            case "displaced", "disallowed", "lost": "\u{1B}[33m"
            default: nil
            }
        }
    }
#endif
