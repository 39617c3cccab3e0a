internal import Synchronization

/// Says once that a host service is ready: when the first of its transports is connected.
final class Readiness: Sendable {
    private let isReady = Mutex(false)
    private let onReady: @Sendable () -> Void

    init(_ onReady: @escaping @Sendable () -> Void) {
        self.onReady = onReady
    }

    /// Notes a connection.
    func connected() {
        let wasReady = isReady.withLock { isReady in
            defer { isReady = true }
            return isReady
        }
        if !wasReady { onReady() }
    }
}
