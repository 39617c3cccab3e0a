internal import DockerNetwork
internal import DockerNetworkProgram

/// One value of one metric.
struct MetricSample: Sendable {
    enum Kind: String, Sendable {
        case counter
        case gauge
    }

    let name: String
    let kind: Kind
    let value: Double
    /// Names and values in turns.
    let labels: [String]

    init(_ name: String, _ kind: Kind, _ value: Double, _ labels: [String] = []) {
        self.name = name
        self.kind = kind
        self.value = value
        self.labels = labels
    }
}

/// Prometheus' text format 0.0.4; docs/status.md lists the metrics.
enum MetricsText {
    private static let prefix = "my_docker_network_"

    /// The help text of each metric, by its name without the common beginning.
    static let help = [
        "announcements_total": "Announcements by what became of them.",
        "refusals_total": "Refused messages by cause.",
        "registrations": "Registrations in the table, as of the last change.",
        "sink_writes_total": "Writes of a sink by result.",
        "transport_changes_total": "How often another transport of a group came into use.",
        "info": "The version, always 1.",
        "start_time_seconds": "When the service started, in seconds since 1970.",
        "ready": "Whether a transport is connected and every required sink is current.",
        "names": "Registrations in the table.",
        "transport_connected": "Whether a transport is connected.",
        "transport_hearing": "Whether a transport is connected and its probes come back in time.",
        "transport_lag_seconds": "How long the last probe was on its way.",
        "transport_received_total": "Messages that a transport brought.",
        "sink_current": "Whether a sink equals the table, or lacks only the last second.",
        "sink_required": "Whether acknowledgements wait for a sink.",
        "sink_pending_changes": "Changes that a sink lacks.",
    ]

    /// The text of what a status says, and of other metrics.
    static func text(_ status: HostStatus, _ others: [MetricSample]) -> String {
        let samples = samples(of: status) + others
        let families = Dictionary(grouping: samples, by: \.name).sorted { $0.key < $1.key }
        return families.map { name, samples in family(name, samples) }.joined()
    }

    private static func family(_ name: String, _ samples: [MetricSample]) -> String {
        let key = name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
        var text = ""
        if let help = help[key] { text += "# HELP \(name) \(help)\n" }
        text += "# TYPE \(name) \(samples[0].kind.rawValue)\n"
        for line in samples.map(line).sorted() { text += line }
        return text
    }

    private static func line(_ sample: MetricSample) -> String {
        let labels = stride(from: 0, to: sample.labels.count - 1, by: 2).map { index in
            "\(sample.labels[index])=\"\(escaped(sample.labels[index + 1]))\""
        }
        let isWhole = sample.value.rounded() == sample.value && abs(sample.value) < 1e15
        let value = isWhole ? String(Int64(sample.value)) : "\(sample.value)"
        let shown = labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
        return "\(sample.name)\(shown) \(value)\n"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in PlainLine.text(text).unicodeScalars {
            if scalar == "\\" || scalar == "\"" { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        return result
    }

    private static func samples(of status: HostStatus) -> [MetricSample] {
        var samples = [
            gauge("info", 1, ["version", ProgramVersion.text, "host", status.hostName]),
            gauge("start_time_seconds", Double(status.started) / 1_000),
            gauge("ready", status.isReady ? 1 : 0),
            gauge("names", Double(status.nameCount)),
        ]
        for transport in status.transports {
            let labels = ["transport", transport.name]
            samples += [
                gauge("transport_connected", transport.connectedSince == nil ? 0 : 1, labels),
                gauge("transport_hearing", transport.isHearing ? 1 : 0, labels),
                MetricSample(
                    prefix + "transport_received_total", .counter, Double(transport.received),
                    labels),
            ]
            if let lag = transport.lag {
                samples.append(gauge("transport_lag_seconds", lag / .seconds(1), labels))
            }
        }
        for sink in status.sinks {
            let labels = ["sink", sink.name]
            samples += [
                gauge("sink_current", sink.isCurrent ? 1 : 0, labels),
                gauge("sink_required", sink.isRequired ? 1 : 0, labels),
                gauge(
                    "sink_pending_changes", Double(sink.pending ?? status.nameCount), labels),
            ]
        }
        return samples
    }

    private static func gauge(
        _ name: String, _ value: Double, _ labels: [String] = []
    ) -> MetricSample {
        MetricSample(prefix + name, .gauge, value, labels)
    }
}
