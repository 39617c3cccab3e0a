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
/// At start it adopts what the sinks hold, so that a restart loses no name: all of what the required
/// ones do, also what only one of them has, and of the others what has a lease. Where two disagree,
/// the required ones lead, in their order. What ended while a required sink could not be written
/// comes back with it only until the announcement that ended it does, which was not acknowledged;
/// over a transport that is not durable, a name without a lease stays until it is withdrawn again.
///
/// A transport that is lost is connected again with back-off; a sink that fails is
/// tried again with back-off from the whole table. On graceful shutdown what has arrived is
/// written, for 5 seconds at most, and the names stay. While it runs, all of its parts can be replaced.
public struct HostService: Service {
    private let parts: HostParts
    private let replacements: AsyncStream<HostParts>
    private let logger: Logger
    let engine: HostEngine

    /// Makes a service of parts that stay; nothing happens before `run`.
    ///
    /// - Parameters:
    ///   - configuration: The host's name, domain and policy.
    ///   - transports: All of them are listened to side by side.
    ///   - sinks: All of them are made equal to the table.
    ///   - logger: Where the service says what changes.
    public init(
        _ configuration: HostConfiguration, transports: [any AnnouncementSource],
        sinks: [SinkBinding],
        logger: Logger
    ) {
        let parts = HostParts(
            configuration, transports: transports.map { TransportBinding($0) }, sinks: sinks)
        self.init(parts, replacements: AsyncStream { $0.finish() }, logger: logger)
    }

    /// Makes a service whose parts can be replaced; nothing happens before `run`.
    ///
    /// Each time, the table stays. A sink that is new gets all of it; one that is no longer there
    /// is cleaned, where its `removal` says so, once the new ones hold the names; a connection that
    /// is no longer there ends before a new one is made; what is in the old parts and in the new
    /// ones notices nothing.
    ///
    /// - Parameters:
    ///   - parts: What the service starts with.
    ///   - replacements: What it goes on with, each time something arrives.
    ///   - logger: Where the service says what changes.
    public init(_ parts: HostParts, replacements: AsyncStream<HostParts>, logger: Logger) {
        self.parts = parts
        self.replacements = replacements
        self.logger = logger
        engine = HostEngine(configuration: parts.configuration, logger: logger)
    }

    /// Serves until graceful shutdown or cancellation.
    ///
    /// - Throws: `TransportError` where the only transport can never connect: the password or the
    ///   configuration is wrong.
    public func run() async throws {
        var roster = HostRoster(
            engine: engine, readiness: Readiness(parts.configuration.onReady), logger: logger)
        var work = await roster.begin(parts)
        if let heartbeat = parts.configuration.heartbeat {
            work.append { try await heartbeat.run(of: engine) }
        }
        let ended = try await cancelWhenGracefulShutdown { [roster, work] in
            try await serve(roster, work)
        }
        // What arrived before the end is not left to the next start.
        await ended.finish()
    }

    fileprivate enum Step {
        case ended
        case replaced(HostParts?)
    }

    /// Does all of the work until it is cancelled, and returns the parts of the end.
    private func serve(_ first: HostRoster, _ work: [HostRoster.Work]) async throws -> HostRoster {
        var roster = first
        do {
            try await withThrowingTaskGroup(of: Step.self) { group in
                for piece in work { group.add(piece) }
                group.addTask { .replaced(await nextReplacement()) }
                // Not `waitForAll`, which waits for the other tasks before it throws.
                while let step = try await group.next() {
                    guard case .replaced(let parts?) = step else { continue }
                    for piece in await roster.replace(by: parts) { group.add(piece) }
                    logger.info("goes on with the new configuration")
                    group.addTask { .replaced(await nextReplacement()) }
                }
            }
        } catch is CancellationError {
        }
        return roster
    }

    private func nextReplacement() async -> HostParts? {
        for await parts in replacements { return parts }
        return nil
    }
}

extension ThrowingTaskGroup where ChildTaskResult == HostService.Step, Failure == any Error {
    fileprivate mutating func add(_ work: @escaping HostRoster.Work) {
        addTask {
            try await work()
            return .ended
        }
    }
}

extension HostService: CustomStringConvertible {
    /// A few words for a log: what it is, and of what host.
    public var description: String { "host service '\(parts.configuration.hostName)'" }
}
