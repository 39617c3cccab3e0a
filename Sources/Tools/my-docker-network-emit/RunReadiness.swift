internal import DockerNetwork
internal import DockerNetworkProgram
internal import Logging
internal import Synchronization

/// Tells whoever started `run` or `exec`, once, that a host has heard it.
final class RunReadiness: Sendable {
    private let file: ReadyFile?
    private let tellsService: Bool
    private let logger: Logger
    private let isTold = Mutex(false)

    /// Makes one that also makes a file, where one is given.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - tellsService: Whether NOTIFY_SOCKET is for this program and not for its command.
    ///   - logger: Gets why the file could not be made.
    init(file: ReadyFile?, tellsService: Bool = true, logger: Logger) {
        self.file = file
        self.tellsService = tellsService
        self.logger = logger
    }

    /// Notes an event: with the first announcement a host hears.
    func note(_ event: EmitterConfiguration.Event) {
        guard event == .announced else { return }
        let isFirst = isTold.withLock { isTold in
            defer { isTold = true }
            return !isTold
        }
        guard isFirst else { return }
        if let failure = file?.create() { logger.warning("--ready-file: not made: \(failure)") }
        if tellsService { ServiceNotification.ofProcess()?.send("READY=1") }
    }
}
