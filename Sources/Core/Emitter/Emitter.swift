public import Logging
public import ServiceLifecycle

/// Announces registrations, renews them, and withdraws them when it is shut down.
///
/// It announces again whenever it is connected again and whenever a host asks for it, and keeps
/// trying where no broker or no host is there. On graceful shutdown it withdraws its names; on
/// plain cancellation it just ends, and they go when their lease does.
public struct Emitter: Service {
    private let configuration: EmitterConfiguration
    /// The transport that carries the announcements.
    package let transport: any Transport
    private let changes: AsyncStream<[Registration]>?
    /// The log for what an operator wants to know.
    package let logger: Logger

    /// Makes an emitter; nothing happens before `run`.
    ///
    /// - Parameters:
    ///   - configuration: What it announces at first, and how.
    ///   - transport: What it announces over.
    ///   - changes: What it announces from then on, each time all of it. What is new is announced
    ///     before what is gone is withdrawn, so that a name that moves always resolves.
    ///   - logger: Gets what an operator wants to know.
    public init(
        _ configuration: EmitterConfiguration, transport: any Transport,
        changes: AsyncStream<[Registration]>? = nil, logger: Logger
    ) {
        self.configuration = configuration
        self.transport = transport
        self.changes = changes
        self.logger = logger
    }

    /// Announces until graceful shutdown or cancellation.
    ///
    /// - Throws: `TransportError` where it can never connect: the password or the configuration is
    ///   wrong from the start, and `retriesRefusals` is off.
    public func run() async throws {
        let session = EmitterSession(configuration, transport: transport, logger: logger)
        do {
            try await cancelWhenGracefulShutdown {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await session.run() }
                    group.addTask {
                        guard let changes else { return }
                        for await registrations in changes { await session.replace(registrations) }
                    }
                    while try await group.next() != nil {}
                }
            }
        } catch is CancellationError {
        }
        guard !Task.isCancelled else { return await session.close() }
        await session.withdraw()
    }
}

extension Emitter: CustomStringConvertible {
    /// A few words for a log: what it is, and over what it announces.
    public var description: String { "emitter over \(transport.endpoint)" }
}
