import Synchronization

/// The number of changes the sink wants at once, learned from what the last ones took.
final class ChangePace: Sendable {
    /// The time that one call shall take, so that what waits behind it waits no longer.
    private static let aim: Duration = .milliseconds(10)
    /// Fewer would be mostly waiting for the answers; more than one call can take well.
    private static let bounds = 16...1024

    private let changes = Atomic<Int>(256)

    /// The number for the next call.
    var limit: Int { changes.load(ordering: .relaxed) }

    /// Learns from a call.
    ///
    /// Few changes say nothing of many: the fence costs as much for one.
    func took(_ duration: Duration, for count: Int) {
        guard count >= Self.bounds.lowerBound, duration > .zero else { return }
        let fitting = Int(Double(count) * (Self.aim / duration))
        let next = (limit + fitting) / 2
        changes.store(
            min(max(next, Self.bounds.lowerBound), Self.bounds.upperBound), ordering: .relaxed)
    }
}
