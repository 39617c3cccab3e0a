internal import Synchronization

/// Looks for a better connection in the background, and ends the one in use when there is one.
final class Failback: Sendable {
    private let isSuperseded = Mutex(false)
    private let search = Mutex<Task<Void, Never>?>(nil)
    private let clock: any Clock<Duration>

    init(clock: any Clock<Duration>) {
        self.clock = clock
    }

    /// Looks until it finds or is stopped.
    ///
    /// - Parameters:
    ///   - nextDelay: How long to wait before each attempt.
    ///   - open: Opens a better connection and keeps it for the next user, or throws.
    ///   - end: Ends the connection in use, so that whoever waits in it finds out.
    func begin(
        after nextDelay: @escaping @Sendable () -> Duration,
        opening open: @escaping @Sendable () async throws -> Void,
        ending end: @escaping @Sendable () async -> Void
    ) {
        let task = Task { [clock, weak self] in
            while true {
                do {
                    try await clock.sleep(for: nextDelay())
                    try await open()
                } catch {
                    guard !Task.isCancelled else { return }
                    continue
                }
                self?.isSuperseded.withLock { $0 = true }
                return await end()
            }
        }
        search.withLock { $0 = task }
    }

    /// Stops looking.
    func stop() {
        search.withLock { $0.take() }?.cancel()
    }

    /// Returns the error that its user sees for an error of the connection in use.
    func meaning(of error: TransportError) -> TransportError {
        guard error.code == .closed, isSuperseded.withLock(\.self) else { return error }
        return TransportError(.superseded, "a preferred transport can be used again")
    }
}
