/// One line of the result: a figure of a subject at a size.
package struct Row: Sendable {
    /// What was measured: a sink, a program, or two of them set against each other.
    package var subject: String
    /// How many names there were before; nil where that says nothing.
    package var names: Int?
    /// What was measured of it, unit included: `change ms`.
    package var figure: String
    package var values: [Double]
    /// What it must reach; nil: it is only shown.
    package var goal: Goal?

    package init(
        _ subject: String, names: Int? = nil, figure: String, values: [Double], goal: Goal? = nil
    ) {
        self.subject = subject
        self.names = names
        self.figure = figure
        self.values = values
        self.goal = goal
    }

    /// The value in the middle.
    package var median: Double { quantile(0.5) }
    package var smallest: Double { values.min() ?? 0 }
    package var largest: Double { values.max() ?? 0 }

    /// The value below which a share of the values lies.
    package func quantile(_ share: Double) -> Double {
        let sorted = values.sorted()
        guard let last = sorted.indices.last else { return 0 }
        return sorted[Int((Double(last) * share).rounded())]
    }

    /// Whether the goal is reached; nil where there is none.
    ///
    /// What was never measured reaches none.
    package var isMet: Bool? {
        guard let goal else { return nil }
        return !values.isEmpty && goal.admits(self)
    }

    /// One line of JSON.
    package var json: String {
        var fields = [("subject", "\"\(subject)\""), ("figure", "\"\(figure)\"")]
        if let names { fields.append(("names", "\(names)")) }
        fields += [
            ("median", Self.text(median)), ("p95", Self.text(quantile(0.95))),
            ("min", Self.text(smallest)), ("max", Self.text(largest)), ("runs", "\(values.count)"),
        ]
        if let goal, let isMet { fields += [("goal", "\"\(goal)\""), ("met", "\(isMet)")] }
        return "{" + fields.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }

    /// One line of the table.
    package var line: String {
        let verdict = isMet.map { $0 ? "met" : "MISSED" } ?? ""
        let numbers = [median, quantile(0.95), smallest, largest].map(Self.text)
        return Self.line(
            [subject, names.map { "\($0)" } ?? "", figure] + numbers
                + [goal.map { "\($0)" } ?? "", verdict])
    }

    /// The table's first line.
    package static var head: String {
        line(["subject", "names", "figure", "median", "p95", "min", "max", "goal", "verdict"])
    }

    private static let widths = [30, 7, 30, 10, 10, 10, 10, 14, 7]

    private static func line(_ cells: [String]) -> String {
        let padded = zip(cells, widths).map { text, width in
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        let line = padded.joined(separator: " ")
        return String(line.reversed().drop { $0 == " " }.reversed())
    }

    private static func text(_ value: Double) -> String {
        abs(value) >= 1000
            ? "\(Int(value.rounded()))" : "\((value * 1000).rounded() / 1000)"
    }
}
