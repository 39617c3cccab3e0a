/// Ends one piece of work among others that go on.
struct StopSignal: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    private let ended: AsyncStream<Void>
    private let endedContinuation: AsyncStream<Void>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream()
        (ended, endedContinuation) = AsyncStream.makeStream()
    }

    /// Does the work until it ends, or is cancelled by `stop` or with the task.
    func run(_ work: @escaping @Sendable () async throws -> Void) async throws {
        defer { endedContinuation.finish() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await work() }
            group.addTask { for await _ in stream {} }
            defer { group.cancelAll() }
            try await group.next()
            group.cancelAll()
            do {
                try await group.waitForAll()
            } catch is CancellationError {
            }
        }
    }

    /// Ends the work, and returns when it has ended.
    func stop() async {
        continuation.finish()
        for await _ in ended {}
    }
}
