package import CoreMetrics
internal import Synchronization

/// The metrics of this process, as Prometheus reads them (text format 0.0.4).
///
/// Counters and gauges are kept; of recorders that aggregate and of timers the sum and the count.
package final class PrometheusMetrics: MetricsFactory, Sendable {
    /// The metrics of this process.
    package static let shared = PrometheusMetrics()

    /// The labels are ours, and few; what comes beyond so many is not kept.
    private static let mostSeries = 1_000

    struct Key: Hashable, Sendable {
        var label: String
        var dimensions: [String]
    }

    private let series = Mutex<[Key: Series]>([:])

    /// Creates one without any metric.
    package init() {}

    /// Makes every metric that is created from now on one of these; call it once, at the start.
    package static func bootstrap() {
        MetricsSystem.bootstrap(shared)
    }

    /// The metrics that were used, by label and dimensions.
    func samples() -> [MetricSample] {
        let all = series.withLock { $0 }
        return all.flatMap { key, series in series.samples(key) }
    }

    private func series(
        _ kind: Series.Kind, _ label: String, _ dimensions: [(String, String)]
    ) -> Series {
        let key = Key(label: label, dimensions: dimensions.flatMap { [$0.0, $0.1] })
        return series.withLock { known in
            if let series = known[key] { return series }
            let series = Series(kind)
            if known.count < Self.mostSeries { known[key] = series }
            return series
        }
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(.counter, label, dimensions)
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        series(aggregate ? .sum : .gauge, label, dimensions)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(.seconds, label, dimensions)
    }

    // Who creates a metric again goes on with its value, as Prometheus expects of a counter.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}
}

/// One metric with its dimensions.
final class Series: CounterHandler, RecorderHandler, TimerHandler, Sendable {
    enum Kind: Sendable {
        case counter
        case gauge
        /// The sum and the count of what was recorded.
        case sum
        /// A counter or gauge of nanoseconds, told in seconds.
        case seconds
    }

    private let kind: Kind
    private let values = Mutex((value: 0.0, count: 0.0))

    init(_ kind: Kind) {
        self.kind = kind
    }

    func increment(by amount: Int64) {
        values.withLock { $0.value += Double(amount) }
    }

    func reset() {
        values.withLock { $0.value = 0 }
    }

    func record(_ value: Int64) {
        record(Double(value))
    }

    func record(_ value: Double) {
        values.withLock { values in
            values.value = kind == .gauge ? value : values.value + value
            values.count += 1
        }
    }

    func recordNanoseconds(_ duration: Int64) {
        record(Double(duration) / 1e9)
    }

    func samples(_ key: PrometheusMetrics.Key) -> [MetricSample] {
        let (value, count) = values.withLock { $0 }
        switch kind {
        case .counter:
            return [MetricSample(key.label + "_total", .counter, value, key.dimensions)]
        case .gauge:
            return [MetricSample(key.label, .gauge, value, key.dimensions)]
        case .sum, .seconds:
            let unit = kind == .seconds ? "_seconds" : ""
            return [
                MetricSample(key.label + unit + "_sum", .counter, value, key.dimensions),
                MetricSample(key.label + unit + "_count", .counter, count, key.dimensions),
            ]
        }
    }
}
