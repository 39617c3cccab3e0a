internal import DockerNetworkComposition
internal import Logging
internal import Synchronization

/// Tells whoever started `run`, once, that a host has heard it.
final class RunReadiness: Sendable {
    private let file: ReadyFile?
    private let logger: Logger
    private let isTold = Mutex(false)

    /// Makes one that also makes a file, where one is given.
    init(file: ReadyFile?, logger: Logger) {
        self.file = file
        self.logger = logger
    }

    /// Notes that a host hears.
    func heard() {
        let isFirst = isTold.withLock { isTold in
            defer { isTold = true }
            return !isTold
        }
        guard isFirst else { return }
        if let failure = file?.create() { logger.warning("--ready-file: not made: \(failure)") }
        ServiceNotification.ofProcess()?.send("READY=1")
    }
}
