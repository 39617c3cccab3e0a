/// How much longer than its limit says a test waits: machines differ, and others use them too.
private let slowness = 3

/// Waits until a condition is true.
///
/// The limit is for a machine of the usual speed; how quick something is, is not tested with it.
///
/// - Throws: `WaitFailure` at the deadline, which says what was waited for.
public func eventually(
    _ what: String, within limit: Duration = .seconds(20),
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit * slowness
    while true {
        if try await condition() { return }
        guard ContinuousClock.now < deadline else {
            throw WaitFailure(description: "not within \(limit * slowness): \(what)")
        }
        try await Task.sleep(for: .milliseconds(10))
    }
}

/// Watches that a condition stays true for a while.
///
/// - Throws: `WaitFailure` as soon as it is false.
public func always(
    _ what: String, for duration: Duration, _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + duration
    while ContinuousClock.now < end {
        guard try await condition() else {
            throw WaitFailure(description: "no longer true: \(what)")
        }
        try await Task.sleep(for: .milliseconds(10))
    }
}

/// A condition that did not come true in time.
public struct WaitFailure: Error, CustomStringConvertible {
    /// What was waited for.
    public let description: String

    /// Creates one that says what was waited for.
    public init(description: String) {
        self.description = description
    }
}
