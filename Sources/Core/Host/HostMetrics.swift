internal import Metrics

/// The counters and gauges of a host service, through swift-metrics.
///
/// | label | kind | dimensions |
/// |---|---|---|
/// | `my_docker_network_announcements` | counter | `result`: changed, unchanged, ignored, refused, malformed |
/// | `my_docker_network_refusals` | counter | `cause`: `Refusal.cause` or `WireError.cause` |
/// | `my_docker_network_registrations` | gauge | |
/// | `my_docker_network_sink_writes` | counter | `sink`, `result`: success, failure |
struct HostMetrics: Sendable {
    private let changed = Self.announcements("changed")
    private let unchanged = Self.announcements("unchanged")
    private let ignored = Self.announcements("ignored")
    private let refused = Self.announcements("refused")
    private let malformed = Self.announcements("malformed")
    private let registrations = Gauge(label: "my_docker_network_registrations")
    /// One for each cause; causes are ours, and few.
    private var refusals: [String: Counter] = [:]

    private static func announcements(_ result: String) -> Counter {
        Counter(label: "my_docker_network_announcements", dimensions: [("result", result)])
    }

    mutating func count(_ verdict: Verdict) {
        switch verdict {
        case .changed: changed.increment()
        case .unchanged: unchanged.increment()
        case .ignored: ignored.increment()
        case .refused(let refusal):
            refused.increment()
            countRefusal(cause: refusal.cause)
        }
    }

    mutating func count(_ error: WireError) {
        malformed.increment()
        countRefusal(cause: error.cause)
    }

    func record(registrations count: Int) {
        registrations.record(count)
    }

    func countWrite(sink: String, succeeded: Bool) {
        let result = succeeded ? "success" : "failure"
        Counter(
            label: "my_docker_network_sink_writes",
            dimensions: [("sink", sink), ("result", result)]
        ).increment()
    }

    private mutating func countRefusal(cause: String) {
        let counter =
            refusals[cause]
            ?? Counter(label: "my_docker_network_refusals", dimensions: [("cause", cause)])
        refusals[cause] = counter
        counter.increment()
    }
}
