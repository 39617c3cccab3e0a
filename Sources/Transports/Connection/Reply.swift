package import DockerNetwork
import Synchronization

/// The answer to one call: given once by the connection's thread, awaited once by the caller.
///
/// A caller whose task is cancelled gets `.cancelled` at once, whatever the thread is doing.
package final class Reply<Value: Sendable>: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Result<Value, TransportError>, Never>)
        case given(Result<Value, TransportError>)
        case taken
    }

    private let state = Mutex(State.open)

    /// An answer that is not given yet.
    package init() {}

    /// Whether nobody waits for an answer any more, because one was given.
    package var isSettled: Bool {
        state.withLock { state in
            switch state {
            case .open, .awaited: false
            case .given, .taken: true
            }
        }
    }

    /// Gives the answer, unless there is one; tells whether this one counts.
    @discardableResult
    package func resolve(_ result: Result<Value, TransportError>) -> Bool {
        let waiting: CheckedContinuation<Result<Value, TransportError>, Never>?
        let counts: Bool
        (waiting, counts) = state.withLock { state in
            switch state {
            case .open:
                state = .given(result)
                return (nil, true)
            case .awaited(let continuation):
                state = .taken
                return (continuation, true)
            case .given, .taken:
                return (nil, false)
            }
        }
        waiting?.resume(returning: result)
        return counts
    }

    /// Asks, and waits for the answer.
    ///
    /// - Parameter ask: What makes the thread answer. A task that is cancelled already gets
    ///   `.cancelled` however fast the thread is.
    /// - Returns: What the answer says.
    /// - Throws: What the answer says, or `.cancelled`.
    package func value(asking ask: () -> Void = {}) async throws(TransportError) -> Value {
        let result = await withTaskCancellationHandler {
            ask()
            return await answer()
        } onCancel: {
            resolve(.failure(TransportError(.cancelled, "the caller gave up waiting")))
        }
        return try result.get()
    }

    /// Waits for the answer although the task may be cancelled: for what is soon over.
    package func answer() async -> Result<Value, TransportError> {
        await withCheckedContinuation { continuation in
            let given: Result<Value, TransportError>? = state.withLock { state in
                guard case .given(let result) = state else {
                    state = .awaited(continuation)
                    return nil
                }
                state = .taken
                return result
            }
            if let given { continuation.resume(returning: given) }
        }
    }
}
