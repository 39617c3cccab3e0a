public import DockerNetwork
public import Hummingbird
public import Logging
public import ServiceLifecycle

/// A web server that is called by its name while it runs.
///
/// Its emitter stands behind it in the group, and services are shut down in reverse: the name is
/// withdrawn first, and whoever still has it is answered until then.
public struct RegisteredServer: Service {
    private let group: ServiceGroup

    /// Joins a server to the emitter that announces it; nothing happens before `run`.
    ///
    /// - Parameters:
    ///   - registration: The name, and the address at which others reach the server.
    ///   - lease: How long the name outlives a server that is killed.
    ///   - transport: What carries the announcements.
    ///   - address: Where the server listens.
    ///   - logger: Where both say what happens.
    ///   - onServerRunning: Called with the port, once the server listens.
    ///   - onEvent: Called for what becomes of the name.
    public init(
        _ registration: Registration, lease: Lease, transport: any Transport, address: BindAddress,
        logger: Logger,
        onServerRunning: @escaping @Sendable (Int?) -> Void = { _ in },
        onEvent: @escaping @Sendable (EmitterConfiguration.Event) -> Void = { _ in }
    ) {
        let router = Router()
        router.get("/") { _, _ in "I am \(registration.hostname)\n" }
        let server = Application(
            router: router, configuration: ApplicationConfiguration(address: address),
            onServerRunning: { onServerRunning($0.localAddress?.port) }, logger: logger)
        let emitter = Emitter(
            EmitterConfiguration(
                registrations: [registration], lease: lease, onEvent: onEvent),
            transport: transport, logger: logger)
        group = ServiceGroup(
            services: [server, emitter], gracefulShutdownSignals: [], logger: logger)
    }

    /// Serves until graceful shutdown or cancellation.
    ///
    /// - Throws: What the server throws where it cannot listen, and `TransportError` where the
    ///   emitter can never connect.
    public func run() async throws {
        try await group.run()
    }
}
