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
    /// Why it cannot be announced, which was said already.
    let told: String?

    /// Announces until graceful shutdown or cancellation.
    func run() async throws {
        let current = CurrentRegistrations(configuration.registrations)
        let following = Task.detached {
            for await registrations in changes { current.replace(registrations) }
        }
        defer { following.cancel() }
        var configuration = configuration
        var lastMessage = told
        // What is wrong may be put right any moment, such as a password file.
        var pause = Duration.milliseconds(500)
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
                let (clock, length) = (configuration.clock, pause)
                try await cancelWhenGracefulShutdown { try await clock.sleep(for: length) }
                pause = min(pause * 2, configuration.lease.renewalInterval)
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
