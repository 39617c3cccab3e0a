package import DockerNetwork
package import DockerNetworkConfiguration
internal import DockerNetworkSystem
package import Logging
internal import ServiceLifecycle

/// Tells over HTTP what a host service knows of itself.
///
/// It only reads, never ends by itself, and keeps nobody from working: what it needs beside the engine's
/// short turns it does on a thread of its own.
///
/// The protocol is HTTP/1.1 with one request a connection, served with System's sockets and nothing
/// else: GET alone needs neither a framework nor its memory and build time, and each limit is in sight.
package struct AdminServer: Service {
    private let mailbox: AdminMailbox?
    private let routes: AdminRoutes
    private let logger: Logger

    /// Creates one; it listens once it runs.
    ///
    /// - Parameters:
    ///   - service: Whose status it tells.
    ///   - settings: Where.
    ///   - logger: Gets what it cannot do.
    package init(_ service: HostService, _ settings: AdminSettings, logger: Logger) {
        mailbox = try? AdminMailbox()
        routes = AdminRoutes(service: service, metrics: .shared)
        self.logger = logger
        use(settings)
    }

    /// Listens elsewhere from now on; what is in both settings notices nothing.
    package func use(_ settings: AdminSettings) {
        mailbox?.add { $0.settings = settings }
    }

    /// Serves until graceful shutdown or cancellation.
    package func run() async throws {
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        let isRunning = start { end.finish() }
        if !isRunning { logger.warning("tells no status: no thread or descriptor is left") }
        try? await gracefulShutdown()
        guard isRunning else { return }
        mailbox?.add { $0.ends = true }
        // Not cancellable: the sockets must be out of their places when this returns.
        await Task.detached { for await _ in ends {} }.value
    }

    private func start(_ onEnd: @escaping @Sendable () -> Void) -> Bool {
        guard let mailbox else { return false }
        return BlockingThread.start("admin") { [routes, logger] in
            do throws(SystemCallFailure) {
                try AdminLoop(mailbox, routes, logger).run()
            } catch {
                logger.warning("tells no status: \(error.reason)")
            }
            onEnd()
        }
    }
}

extension AdminServer: CustomStringConvertible {
    /// A few words for a log.
    package var description: String { "admin server" }
}
