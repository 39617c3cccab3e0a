internal import Synchronization

/// Waits for a task for a limited time, also for one that cannot be cancelled.
package enum Bounded {
    /// Runs a task, and returns what it brings; nil if that takes longer: then it goes on unheard.
    package static func value<Value: Sendable>(
        within limit: Duration, _ body: @escaping @Sendable () async -> Value
    ) async -> Value? {
        let (values, continuation) = AsyncStream.makeStream(of: Value?.self)
        let task = Task.detached { continuation.yield(await body()) }
        let clock = Task.detached {
            try? await Task.sleep(for: limit)
            continuation.yield(nil)
        }
        defer {
            task.cancel()
            clock.cancel()
        }
        for await value in values { return value }
        return nil
    }
}
