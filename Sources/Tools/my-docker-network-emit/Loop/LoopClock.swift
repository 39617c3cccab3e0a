/// The continuous clock, for tasks that ``JobLoop`` runs: whoever sleeps takes no thread.
package struct LoopClock: Clock {
    /// An instant of the continuous clock.
    package typealias Instant = ContinuousClock.Instant

    /// A clock; all are the same.
    package init() {}

    /// The instant now.
    package var now: Instant { .now }

    /// What poll(2) can tell apart.
    package var minimumResolution: Duration { .milliseconds(1) }

    /// Sleeps until an instant.
    ///
    /// - Throws: `CancellationError`.
    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try await JobLoop.shared.wait(until: deadline)
    }
}
