public import Logging
public import ServiceLifecycle

/// Announces registrations, renews them, and withdraws them when it is shut down.
///
/// It announces again whenever it is connected again and whenever a host asks for it, and keeps
/// trying where no broker or no host is there. On graceful shutdown it withdraws its names; on
/// plain cancellation it just ends, and they go when their lease does.
public struct Emitter: Service {
    private let configuration: EmitterConfiguration
    private let transport: any Transport
    private let logger: Logger

    /// Makes an emitter; nothing happens before `run`.
    public init(
        _ configuration: EmitterConfiguration, transport: any Transport, logger: Logger
    ) {
        self.configuration = configuration
        self.transport = transport
        self.logger = logger
    }

    /// Announces until graceful shutdown or cancellation.
    ///
    /// - Throws: `TransportError` where it can never connect: the password or the configuration is
    ///   wrong from the start.
    public func run() async throws {
        let session = EmitterSession(configuration, transport: transport, logger: logger)
        do {
            try await cancelWhenGracefulShutdown { try await session.run() }
        } catch is CancellationError {
        }
        guard !Task.isCancelled else { return await session.close() }
        await session.withdraw()
    }
}
