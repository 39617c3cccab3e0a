internal import ArgumentParser
internal import DockerNetwork
internal import DockerNetworkConfiguration
internal import DockerNetworkProgram
internal import DockerNetworkSinkComposition
internal import DockerNetworkSystem
internal import DockerNetworkTransportComposition
internal import Logging

/// `my-docker-network clean`.
struct Clean: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clean",
        abstract: "Takes every name out of the sinks; what others wrote stays.",
        discussion: """
            For the end of a service, or before it is removed. A service that runs
            writes its names again at its next change: stop it first.

            Example:
              my-docker-network clean --config /etc/my-docker-network/config.toml
            """
    )

    @OptionGroup var options: CommonOptions

    func run() async throws {
        let configuration = try options.load()
        let logger = ToolLogger.make(.host, configuration, default: .warning)
        var failures: [String] = []
        for settings in configuration.sinks {
            let sink = try Composition.sink(settings, domain: configuration.domain, logger: logger)
            do throws(SinkError) {
                let count = try await sink.contents().count
                // A sink would make its place first, only to leave it empty.
                if FileState(of: settings.path) != nil { try await clean(sink, logger) }
                StandardOutput.write("\(sink.name): \(count) removed\n")
            } catch {
                failures.append("sink \(sink.name): \(error.message)")
            }
        }
        guard failures.isEmpty else {
            throw ToolError(.configuration, failures.joined(separator: "; "))
        }
    }

    /// Empties a sink.
    ///
    /// What is out of the place is out, also where the server that reads it is stopped and could
    /// not say so.
    private func clean(_ sink: any HostsSink, _ logger: Logger) async throws(SinkError) {
        do throws(SinkError) {
            try await sink.apply(SinkUpdate(table: Table(), changes: nil))
        } catch {
            guard try await sink.contents().isEmpty else { throw error }
            logger.warning("\(sink.name) is clean, but: \(error.message)")
        }
    }
}
