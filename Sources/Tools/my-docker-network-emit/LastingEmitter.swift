internal import DockerNetwork
internal import Logging
internal import ServiceLifecycle

/// An emitter that tries again also where a broker refuses it: the command it announces goes on,
/// and what is wrong may be put right meanwhile.
struct LastingEmitter: Service {
    let configuration: EmitterConfiguration
    let transport: any Transport
    /// What is announced later on.
    let changes: AsyncStream<[Registration]>
    let logger: Logger

    /// Announces until graceful shutdown or cancellation.
    func run() async throws {
        let current = CurrentRegistrations(configuration.registrations)
        let following = Task.detached {
            for await registrations in changes { current.replace(registrations) }
        }
        defer { following.cancel() }
        var configuration = configuration
        var lastMessage: String?
        while true {
            do {
                let (latest, changes) = current.follow()
                configuration.registrations = latest
                return try await Emitter(
                    configuration, transport: transport, changes: changes, logger: logger
                ).run()
            } catch let error as TransportError {
                if lastMessage != error.message {
                    logger.error("not announced; trying again: \(error)")
                    lastMessage = error.message
                }
            }
            do {
                let interval = configuration.lease.renewalInterval
                try await cancelWhenGracefulShutdown {
                    try await Task.sleep(for: interval)
                }
            } catch is CancellationError {
                return
            }
        }
    }
}

extension LastingEmitter: CustomStringConvertible {
    /// A few words for a log.
    var description: String { "emitter over \(transport.endpoint)" }
}
