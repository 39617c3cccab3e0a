internal import DockerNetwork
internal import DockerNetworkProgram
internal import DockerNetworkSystem

/// A status as lines of at most 80 columns, for a terminal.
struct StatusText {
    private static let width = 80
    private static let mostLines = 10

    private let status: HostStatus
    private var lines: [String] = []

    /// The text.
    static func text(_ status: HostStatus) -> String {
        var text = StatusText(status: status)
        text.addAll()
        return text.lines.joined(separator: "\n") + "\n"
    }

    private init(status: HostStatus) {
        self.status = status
    }

    private mutating func addAll() {
        let age = NumberText.age(of: status.started, at: status.time)
        add(
            "my-docker-network \(ProgramVersion.text) on \(status.hostName), for \(age): "
                + (status.isReady ? "ready" : "not ready"))
        addHeading("TRANSPORTS")
        for transport in status.transports { add(transport) }
        addHeading("SINKS")
        for sink in status.sinks { add(sink) }
        addNames()
        addRefusals()
        addTalkers()
    }

    private mutating func add(_ transport: HostStatus.Transport) {
        let endpoint = transport.endpointInUse ?? transport.name
        guard let since = transport.connectedSince else {
            add(row("away", endpoint))
            add(transport.lastFailure)
            return
        }
        add(row(transport.isHearing ? "connected" : "not hearing", endpoint))
        let lag = transport.lag.map { ", lag \(NumberText.milliseconds($0)) ms" } ?? ""
        add(
            detail(
                "for \(NumberText.age(of: since, at: status.time))\(lag), "
                    + "\(NumberText.grouped(transport.received)) messages"))
    }

    private mutating func add(_ sink: HostStatus.Sink) {
        let required = sink.isRequired ? "" : " (not required)"
        add(row(sink.isCurrent ? "current" : "behind", sink.name + required))
        let pending =
            switch sink.pending {
            case nil: ", all to be written"
            case 0?: ""
            case let count?: ", \(NumberText.grouped(count)) changes to be written"
            }
        let written = sink.lastSuccess.map {
            "written \(NumberText.age(of: $0, at: status.time)) ago"
        }
        add(detail((written ?? "not written yet") + pending))
        if !sink.isCurrent { add(sink.lastFailure) }
    }

    private mutating func addNames() {
        let names = status.names
        let leased = names.count { $0.entry.lease != nil }
        let held = names.count { $0.entry.holder != nil }
        addHeading("NAMES")
        add(
            "  \(NumberText.grouped(status.nameCount)) in all, \(NumberText.grouped(leased)) with a "
                + "lease, \(NumberText.grouped(held)) of an instance")
        let users = Dictionary(grouping: names) { $0.user ?? "no known user" }
        addRows(users.map { ($0.value.count, $0.key) })
    }

    private mutating func addRefusals() {
        guard !status.refusals.isEmpty else { return }
        addHeading("REFUSALS")
        addRows(
            status.refusals.map { refusal in
                let age = NumberText.age(of: refusal.last.time, at: status.time)
                return (
                    Int(clamping: refusal.count),
                    "\(refusal.cause)  \(refusal.user), last \(age) ago"
                )
            })
    }

    private mutating func addTalkers() {
        guard !status.talkers.isEmpty else { return }
        addHeading("MESSAGES in the last minutes")
        addRows(status.talkers.map { ($0.messages, $0.name) })
    }

    private mutating func addRows(_ rows: [(count: Int, text: String)]) {
        let sorted = rows.sorted { ($0.count, $1.text) > ($1.count, $0.text) }
        for (count, text) in sorted.prefix(Self.mostLines) {
            add(row(NumberText.grouped(count), text))
        }
        if rows.count > Self.mostLines {
            add(row("", "and \(rows.count - Self.mostLines) more: see --json"))
        }
    }

    private mutating func addHeading(_ text: String) {
        lines.append("")
        add(text)
    }

    private mutating func add(_ failure: HostStatus.Failure?) {
        guard let failure else { return }
        add(detail("\(NumberText.age(of: failure.time, at: status.time)) ago: \(failure.message)"))
    }

    private mutating func add(_ line: String) {
        lines.append(PlainLine.text(line, width: Self.width))
    }

    private func row(_ word: String, _ text: String) -> String {
        "  \(word)\(String(repeating: " ", count: max(0, 11 - word.utf8.count)))  \(text)"
    }

    private func detail(_ text: String) -> String { row("", text) }
}

/// Text from outside as one harmless line of a width.
enum PlainLine {
    static func text(_ text: String, width: Int = .max) -> String {
        let isCut = text.unicodeScalars.count > width
        var line = ""
        for scalar in text.unicodeScalars.prefix(isCut ? width - 1 : width) {
            line.unicodeScalars.append(scalar.isPrintable ? scalar : "?")
        }
        return isCut ? line + "…" : line
    }
}
