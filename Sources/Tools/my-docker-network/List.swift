internal import ArgumentParser
internal import DockerNetwork
internal import DockerNetworkConfiguration
internal import DockerNetworkProgram
internal import DockerNetworkSinkComposition
internal import DockerNetworkTransportComposition
internal import Logging

/// `my-docker-network list`.
struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Prints what is registered, as the sinks hold it.",
        discussion: """
            A name ends in the domain of the first sink that holds it. Where others
            hold it under another domain, --json lists all of its names.

            Example:
              my-docker-network list
              my-docker-network list --json
            """
    )

    @Flag(help: "Print a JSON array of objects with name, address and who holds it.")
    var json = false

    @OptionGroup var options: CommonOptions

    func run() async throws {
        let configuration = try options.load()
        let logger = ToolLogger.make(.host, configuration, default: .warning)
        let names = RegisteredNames(try await contents(of: configuration, logger))
        StandardOutput.write(json ? names.json : names.table)
    }

    /// Returns the contents of each sink that can be read, the required ones first: they lead.
    private func contents(
        of configuration: Configuration, _ logger: Logger
    ) async throws(ToolError) -> [RegisteredNames.Place] {
        let ordered =
            configuration.sinks.filter(\.isRequired) + configuration.sinks.filter { !$0.isRequired }
        var contents: [RegisteredNames.Place] = []
        var failures: [String] = []
        for settings in ordered {
            let sink = try Composition.sink(settings, domain: configuration.domain, logger: logger)
            do throws(SinkError) {
                contents.append(
                    RegisteredNames.Place(
                        try await sink.contents(),
                        domain: settings.domain ?? configuration.domain))
            } catch {
                failures.append("sink \(sink.name): \(error.message)")
            }
        }
        guard !contents.isEmpty else {
            throw ToolError(.configuration, failures.joined(separator: "; "))
        }
        for failure in failures { logger.warning("\(failure)") }
        return contents
    }
}
