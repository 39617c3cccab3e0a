internal import ArgumentParser
internal import DockerNetwork
internal import DockerNetworkConfiguration
internal import DockerNetworkProgram
internal import DockerNetworkTransportComposition
internal import Logging
internal import ServiceLifecycle
internal import UnixSignals

/// The session of `--start`: the host service, and the emitter that announces this machine.
struct HostSession {
    let options: CommonOptions
    let configuration: Configuration

    /// Runs until SIGTERM or SIGINT.
    ///
    /// - Parameter serves: Whether the host service is to run beside the emitter.
    /// - Throws: `ToolError` with what ended the first of them.
    func run(serves: Bool) async throws {
        guard serves else {
            try Composition.warn(
                of: configuration,
                logger: ToolLogger.make(.host, configuration, default: .info))
            return try await announce(tellsReadiness: true)
        }
        let options = options
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await Serve.parse(options.arguments).run()
            }
            group.addTask {
                do {
                    try await announce(tellsReadiness: false)
                } catch let error as ToolError {
                    // A machine without docker0 can serve all the same.
                    StandardError.write(
                        ProgramEnd.notice(.host, "this machine is not announced: \(error)"))
                }
            }
            defer { group.cancelAll() }
            // The host service decides, unless the emitter's end is first: that of a signal both get.
            while try await group.next() != nil {}
        }
    }

    private func announce(tellsReadiness: Bool) async throws {
        BrokenPipes.ignore()
        let logger = ToolLogger.make(.host, configuration, default: .info)
        let emitter = try Composition.emitter(
            of: configuration, lease: configuration.emit.lease ?? .usual, logger: logger,
            onEvent: { event in
                guard tellsReadiness, event == .announced else { return }
                ServiceNotification.ofProcess()?.send("READY=1")
            })
        let group = ServiceGroup(
            services: [emitter], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        do {
            try await group.run()
        } catch let error as TransportError {
            throw ToolError(error)
        }
    }
}
