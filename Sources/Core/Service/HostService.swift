public import Logging
public import ServiceLifecycle

/// Keeps the table of what is registered, and every sink equal to it.
///
/// ```swift
/// let service = HostService(
///     HostConfiguration(hostName: "gate"), transports: [transport],
///     sinks: [SinkBinding(sink)], logger: logger)
/// try await ServiceGroup(
///     services: [service], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
/// ).run()
/// ```
///
/// At start it adopts what the first required sink that can be read holds, so that a restart
/// loses no name. A transport that is lost is connected again with back-off; a sink that fails is
/// tried again with back-off from the whole table. On graceful shutdown what has arrived is
/// written, and the names stay.
public struct HostService: Service {
    private let configuration: HostConfiguration
    private let transports: [any Transport]
    private let sinks: [SinkBinding]
    private let logger: Logger

    /// Makes a service; nothing happens before `run`.
    ///
    /// - Parameters:
    ///   - configuration: The host's name, domain and policy.
    ///   - transports: All of them are listened to side by side.
    ///   - sinks: All of them are made equal to the table.
    ///   - logger: Where the service says what changes.
    public init(
        _ configuration: HostConfiguration, transports: [any Transport], sinks: [SinkBinding],
        logger: Logger
    ) {
        self.configuration = configuration
        self.transports = transports
        self.sinks = sinks
        self.logger = logger
    }

    /// Serves until graceful shutdown or cancellation.
    ///
    /// - Throws: `TransportError` where the only transport can never connect: the password or the
    ///   configuration is wrong.
    public func run() async throws {
        let wakes = sinks.map { _ in
            AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        }
        let engine = HostEngine(
            configuration: configuration, transports: transports.count,
            sinks: zip(sinks, wakes).map { ($0.isRequired, $1.continuation) }, logger: logger)
        let workers = zip(sinks, wakes).enumerated().map { index, pair in
            SinkWorker(
                index: index, sink: pair.0.sink, engine: engine, wakes: pair.1.stream,
                logger: logger)
        }
        let unread = await adopt(into: engine)
        do {
            try await cancelWhenGracefulShutdown {
                try await serve(engine, workers, unread: unread)
            }
        } catch is CancellationError {
        }
        // What arrived before the end is not left to the next start.
        for worker in workers { await worker.applyOnce() }
    }

    private func serve(
        _ engine: HostEngine, _ workers: [SinkWorker], unread: Set<Int>
    ) async throws {
        let readiness = Readiness(configuration.onReady)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in workers {
                group.addTask { await worker.run(adoptsFirst: unread.contains(worker.index)) }
            }
            for (index, transport) in transports.enumerated() {
                let subscriber = Subscriber(
                    transport: transport, id: TransportID(rawValue: index),
                    isAlone: transports.count == 1, engine: engine, readiness: readiness,
                    configuration: configuration, logger: logger)
                group.addTask { try await subscriber.run() }
            }
            // Not `waitForAll`, which waits for the other tasks before it throws.
            for try await _ in group {}
        }
    }

    /// Adopts what the first required sink that can be read holds.
    ///
    /// Where none can be read, returns those to read before they are first written, so that their
    /// names are not lost.
    private func adopt(into engine: HostEngine) async -> Set<Int> {
        let hasRequired = sinks.contains(where: \.isRequired)
        var unread: Set<Int> = []
        for (index, binding) in sinks.enumerated() where binding.isRequired || !hasRequired {
            do {
                let entries = try await binding.sink.contents()
                await engine.adopt(entries)
                logger.info(
                    "adopted what the sink holds",
                    metadata: ["sink": "\(binding.sink.name)", "names": "\(entries.count)"])
                return []
            } catch {
                logger.warning(
                    "cannot read the sink: \(error)", metadata: ["sink": "\(binding.sink.name)"])
                unread.insert(index)
            }
        }
        if !unread.isEmpty { await engine.expectAdoption() }
        return unread
    }
}
