/// Does some work, and cancels it when the time is over.
///
/// - Parameters:
///   - limit: How long it may take.
///   - clock: Measures that.
///   - work: The work; the call returns once it has ended, so it must end soon after it is cancelled.
/// - Returns: What the work returns; nil if the time was over first.
package func withDeadline<Value: Sendable>(
    after limit: Duration, on clock: any Clock<Duration> = ContinuousClock(),
    _ work: @escaping @Sendable () async -> Value
) async -> Value? {
    await withTaskGroup(of: Value?.self) { group in
        group.addTask { await work() }
        group.addTask {
            try? await clock.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        return await group.next() ?? nil
    }
}
