internal import DequeModule
internal import Synchronization

/// A bounded queue of changes for one subscriber: if it is too slow, the oldest changes are lost,
/// and it is told how many.
package final class ChangeSubscription: Sendable {
    private struct State {
        var changes: Deque<HostChange> = []
        var lost = 0
    }

    private let state = Mutex(State())
    private let limit: Int
    private let onChange: @Sendable () -> Void

    /// Creates an empty queue.
    ///
    /// - Parameters:
    ///   - limit: How many changes it holds: 1 or more.
    ///   - onChange: Called when a change comes to the empty queue, on the service's own thread; it
    ///     must return at once.
    package init(limit: Int, onChange: @escaping @Sendable () -> Void) {
        self.limit = limit
        self.onChange = onChange
    }

    /// Takes the oldest changes.
    ///
    /// - Parameter count: How many at most.
    /// - Returns: The changes, and how many were lost before the first of them.
    package func take(_ count: Int) -> (changes: [HostChange], lost: Int) {
        state.withLock { state in
            let changes = Array(state.changes.prefix(count))
            state.changes.removeFirst(changes.count)
            defer { state.lost = 0 }
            return (changes, state.lost)
        }
    }

    func add(_ change: HostChange) {
        let wasEmpty = state.withLock { state in
            let wasEmpty = state.changes.isEmpty
            if state.changes.count == limit {
                state.changes.removeFirst()
                state.lost += 1
            }
            state.changes.append(change)
            return wasEmpty
        }
        if wasEmpty { onChange() }
    }
}
