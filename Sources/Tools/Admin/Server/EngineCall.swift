internal import Dispatch
internal import Synchronization

/// Waits on a thread of its own for what a task brings.
enum EngineCall {
    /// Longer than any turn of an engine that works.
    static let patience = DispatchTimeInterval.seconds(5)

    private enum State<Value: Sendable>: Sendable {
        case waiting
        case brought(Value)
        case abandoned
    }

    private final class Box<Value: Sendable>: Sendable {
        let state = Mutex(State<Value>.waiting)
        let semaphore = DispatchSemaphore(value: 0)
    }

    /// Runs a task and waits for its value; not to be called on a thread of the cooperative pool.
    ///
    /// - Parameters:
    ///   - body: The task.
    ///   - undo: Is run after it if nobody waits any more.
    /// - Returns: The value; nil if it took too long.
    static func wait<Value: Sendable>(
        for body: @escaping @Sendable () async -> Value,
        orUndo undo: @escaping @Sendable () async -> Void = {}
    ) -> Value? {
        let box = Box<Value>()
        Task.detached {
            let value = await body()
            let isWanted = box.state.withLock { state in
                if case .abandoned = state { return false }
                state = .brought(value)
                return true
            }
            box.semaphore.signal()
            if !isWanted { await undo() }
        }
        _ = box.semaphore.wait(timeout: .now() + patience)
        return box.state.withLock { state in
            if case .brought(let value) = state { return value }
            state = .abandoned
            return nil
        }
    }
}
