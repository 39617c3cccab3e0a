/// One value of one round.
struct Figure: Sendable {
    /// What is measured.
    enum Kind: String, CaseIterable, Sendable {
        case publish = "publish to outcome, ms"
        case arrival = "publish to delivery, ms"
        case published = "published a second"
        case received = "published to acknowledged, a second"
        case idle = "host idle, % of a processor"
    }

    var subject: String
    var kind: Kind
    var value: Double

    /// The table's first line.
    static let head = line("transport", "figure", ["median", "smallest", "largest"])

    /// A line of the table.
    static func line(_ subject: String, _ kind: Kind, _ values: [Double]) -> String {
        let sorted = values.sorted()
        guard let first = sorted.first, let last = sorted.last else { return "" }
        return line(
            subject, kind.rawValue, [sorted[sorted.count / 2], first, last].map(text))
    }

    private static func line(_ subject: String, _ kind: String, _ values: [String]) -> String {
        let cells = [(subject, 10), (kind, 36)] + values.map { ($0, 10) }
        return cells.map { text, width in
            text + String(repeating: " ", count: max(0, width - text.count))
        }.joined(separator: " ")
    }

    private static func text(_ value: Double) -> String {
        value >= 1_000 ? "\(Int(value.rounded()))" : "\((value * 1_000).rounded() / 1_000)"
    }
}
