/// The changes that subscribers are told of: each once every required sink holds it, or after a
/// second at the latest.
///
/// Without a subscriber it keeps nothing and does nothing.
struct ChangeFeed: Sendable {
    private struct Pending {
        var change: HostChange
        var arrival: Duration
        /// The sinks that lack it.
        var sinks: Set<SinkID>
    }

    /// So many wait at most; what comes then is told at once.
    private static let mostPending = 4_096
    /// The time that a change waits for the sinks.
    private static let patience = Duration.seconds(1)

    private var subscriptions: [ChangeSubscription] = []
    private var pending: [Registration: Pending] = [:]

    /// Whether nobody listens.
    var isEmpty: Bool { subscriptions.isEmpty }

    mutating func add(_ subscription: ChangeSubscription) {
        subscriptions.append(subscription)
    }

    mutating func remove(_ subscription: ChangeSubscription) {
        subscriptions.removeAll { $0 === subscription }
        if isEmpty { pending = [:] }
    }

    /// Notes a change, and which required sinks lack it.
    ///
    /// - Parameters:
    ///   - change: The change.
    ///   - arrival: When what caused it came.
    ///   - now: The time.
    ///   - sinks: The sinks that lack it.
    mutating func note(
        _ change: HostChange, arrival: Duration, now: Duration, sinks: Set<SinkID>
    ) {
        let registration = change.registration
        // The one before was never written as such.
        if let former = pending.removeValue(forKey: registration) { tell(former.change) }
        if sinks.isEmpty {
            tell(change, took: now - arrival)
        } else if pending.count < Self.mostPending {
            pending[registration] = Pending(change: change, arrival: arrival, sinks: sinks)
        } else {
            tell(change)
        }
    }

    /// Notes that a sink was written.
    ///
    /// - Parameters:
    ///   - sink: The sink.
    ///   - registrations: What was written; nil: the whole table.
    ///   - now: The time.
    ///   - isLacking: Whether the sink still lacks something newer of a registration.
    mutating func wrote(
        _ sink: SinkID, _ registrations: [Registration]?, now: Duration,
        isLacking: (Registration) -> Bool
    ) {
        guard !pending.isEmpty else { return }
        for registration in registrations ?? Array(pending.keys) {
            guard var waiting = pending[registration], !isLacking(registration),
                waiting.sinks.remove(sink) != nil
            else { continue }
            if waiting.sinks.isEmpty {
                pending[registration] = nil
                tell(waiting.change, took: now - waiting.arrival)
            } else {
                pending[registration] = waiting
            }
        }
    }

    /// Tells what waits for a sink that failed or is gone, or what has waited too long.
    ///
    /// - Parameters:
    ///   - sink: The sink; nil: any, for longer than a second.
    ///   - now: The time.
    ///   - names: The sinks' names.
    mutating func release(waitingFor sink: SinkID?, now: Duration, names: [SinkID: String]) {
        let released = pending.values.filter { waiting in
            sink.map { waiting.sinks.contains($0) } ?? (now - waiting.arrival > Self.patience)
        }
        for var waiting in released.sorted(by: { $0.arrival < $1.arrival }) {
            pending[waiting.change.registration] = nil
            waiting.change.waitsFor = waiting.sinks.compactMap { names[$0] }.sorted()
            tell(waiting.change)
        }
    }

    private func tell(_ change: HostChange, took: Duration? = nil) {
        var change = change
        change.took = took
        for subscription in subscriptions { subscription.add(change) }
    }
}
