internal import Synchronization

/// Which of a host service's transports are connected.
final class Hearing: Sendable {
    private struct State {
        var connected: Set<TransportID> = []
        var wasReady = false
    }

    private let state = Mutex(State())
    private let count: Int
    private let onReady: @Sendable () -> Void

    init(transports count: Int, onReady: @escaping @Sendable () -> Void) {
        self.count = count
        self.onReady = onReady
    }

    /// The transports over which the service hears.
    var connected: [TransportID] { state.withLock { Array($0.connected) } }

    /// Whether it hears over all of them.
    var isComplete: Bool { state.withLock { $0.connected.count == count } }

    /// Notes a connection; the first time, the service is ready.
    func begin(_ transport: TransportID) {
        let isFirst = state.withLock { state in
            state.connected.insert(transport)
            defer { state.wasReady = true }
            return !state.wasReady
        }
        if isFirst { onReady() }
    }

    /// Notes that a connection was lost.
    func end(_ transport: TransportID) {
        state.withLock { state in _ = state.connected.remove(transport) }
    }
}
