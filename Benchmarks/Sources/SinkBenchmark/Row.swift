/// One line of the result: a figure of a subject at a size.
struct Row: Sendable {
    var subject: String
    /// How many names there were before.
    var names: Int
    /// What was measured, unit included: `change ms`.
    var figure: String
    var values: [Double]

    /// The value in the middle.
    var median: Double { quantile(0.5) }
    var smallest: Double { values.min() ?? 0 }
    var largest: Double { values.max() ?? 0 }

    /// The value below which a share of the values lies.
    func quantile(_ share: Double) -> Double {
        let sorted = values.sorted()
        guard let last = sorted.indices.last else { return 0 }
        return sorted[Int((Double(last) * share).rounded())]
    }

    /// One line of JSON.
    var json: String {
        "{\"subject\":\"\(subject)\",\"names\":\(names),\"figure\":\"\(figure)\",\"median\":\(Self.text(median)),"
            + "\"p95\":\(Self.text(quantile(0.95))),\"min\":\(Self.text(smallest)),"
            + "\"max\":\(Self.text(largest)),\"runs\":\(values.count)}"
    }

    /// One line of the table.
    var line: String {
        [
            Self.padded(subject, 18), Self.padded("\(names)", 8), Self.padded(figure, 26),
            Self.padded(Self.text(median), 12), Self.padded(Self.text(quantile(0.95)), 12),
            Self.padded(Self.text(smallest), 12), Self.text(largest),
        ].joined(separator: " ")
    }

    /// The table's first line.
    static var head: String {
        [
            padded("subject", 18), padded("names", 8), padded("figure", 26), padded("median", 12),
            padded("p95", 12), padded("min", 12), "max",
        ].joined(separator: " ")
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func text(_ value: Double) -> String {
        value >= 1000 ? "\(Int(value.rounded()))" : "\((value * 1000).rounded() / 1000)"
    }
}
