import Glibc

/// Waits for a condition, asked every tenth of a millisecond.
///
/// - Parameters:
///   - what: What is waited for, as the end of "waited in vain for".
///   - patience: How long at most.
///   - condition: What must become true.
/// - Returns: How long it took.
/// - Throws: `BenchmarkError` at the deadline.
@discardableResult
package func waited(
    for what: String, within patience: Duration, until condition: () throws -> Bool
) throws -> Duration {
    let start = ContinuousClock.now
    while try !condition() {
        guard ContinuousClock.now < start + patience else {
            throw BenchmarkError("waited in vain for \(what)")
        }
        usleep(100)
    }
    return ContinuousClock.now - start
}

extension Duration {
    /// In milliseconds.
    package var milliseconds: Double { self / .milliseconds(1) }
    /// In seconds.
    package var seconds: Double { self / .seconds(1) }
}
