import ArgumentParser
import Measuring

/// Compares allocations with those of a baseline; never times.
struct Guard: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fails where an operation allocates more than it did.")

    @Option(help: "The file with the counts as they were.")
    var baseline: String
    @Option(help: "By how many hundredths a count may grow.")
    var tolerance = 5.0
    @Flag(help: "Write the file instead of comparing with it.")
    var update = false
    @Option(help: "A file that gets the rows as lines of JSON.")
    var json: String?

    mutating func run() throws {
        var now = Baseline()
        let operations = Operation.all()
        for operation in operations {
            // What is made once in a process is made by the first round.
            _ = try operation.round()
            now.add(operation, try operation.round().allocations)
        }
        if update {
            try now.write(to: baseline)
            print("\(baseline): \(now.counts.count) operations")
            return
        }
        try compare(now, with: try Baseline(reading: baseline))
    }

    private func compare(_ now: Baseline, with before: Baseline) throws {
        var report = Report()
        var grown: [String] = []
        for (name, counts) in now.counts {
            guard let old = before[name] else {
                throw BenchmarkError("\(baseline) knows no '\(name)'; add it by --update")
            }
            for row in [
                row(name, "blocks each", counts.blocks, before: old.blocks),
                row(name, "bytes each", counts.bytes, before: old.bytes),
            ] {
                report.add(row)
                if row.isMet == false { grown.append("\(name): \(row.figure)") }
            }
        }
        try report.end(json: json)
        guard grown.isEmpty else {
            throw BenchmarkError(
                "more than \(tolerance) % above \(baseline): \(grown.joined(separator: "; "))")
        }
    }

    private func row(_ name: String, _ figure: String, _ value: Double, before: Double) -> Row {
        // Two hundredths of one allocation are what rounding may add.
        let most = ((before * (1 + tolerance / 100) + 0.02) * 100).rounded() / 100
        return Row(name, figure: figure, values: [value], goal: .most(most))
    }
}
