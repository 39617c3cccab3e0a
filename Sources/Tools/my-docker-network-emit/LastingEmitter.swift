internal import DockerNetwork
internal import Logging
internal import ServiceLifecycle

/// An emitter that tries again also where a broker refuses it: the command it announces goes on,
/// and what is wrong may be put right meanwhile.
struct LastingEmitter: Service {
    let configuration: EmitterConfiguration
    let transport: any Transport
    let logger: Logger

    /// Announces until graceful shutdown or cancellation.
    func run() async throws {
        var lastMessage: String?
        while true {
            do {
                return try await Emitter(configuration, transport: transport, logger: logger).run()
            } catch let error as TransportError {
                if lastMessage != error.message {
                    logger.error("not announced; trying again: \(error)")
                    lastMessage = error.message
                }
            }
            do {
                try await cancelWhenGracefulShutdown {
                    try await Task.sleep(for: configuration.lease.renewalInterval)
                }
            } catch is CancellationError {
                return
            }
        }
    }
}
