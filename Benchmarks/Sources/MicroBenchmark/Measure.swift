import ArgumentParser
import Measuring

/// Does every operation in rounds, and prints times and allocations.
struct Measure: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "How long each operation takes, and what it allocates.")

    @Option(help: "How many rounds.")
    var runs = 7
    @Option(help: "A file that gets the rows as lines of JSON.")
    var json: String?

    mutating func run() throws {
        var report = Report()
        let operations = Operation.all()
        var rounds: [[(took: Duration, allocations: Allocations)]] = operations.map { _ in [] }
        // In turns, so that what else the machine does meets all of them.
        for _ in 0..<runs {
            for (number, operation) in operations.enumerated() {
                rounds[number].append(try operation.round())
            }
        }
        for (operation, rounds) in zip(operations, rounds) {
            let count = Double(operation.count)
            func add(_ figure: String, _ values: [Double]) {
                report.add(
                    Row(operation.name, names: operation.names, figure: figure, values: values))
            }
            add("us each", rounds.map { $0.took / .microseconds(1) / count })
            add("blocks each", rounds.map { Double($0.allocations.blocks) / count })
            add("bytes each", rounds.map { Double($0.allocations.bytes) / count })
        }
        addRatios(operations, rounds, to: &report)
        try report.end(json: json)
    }

    /// What an `up` beside many others at its address or under its hostname takes, of one beside
    /// none, round by round.
    private func addRatios(
        _ operations: [Operation], _ rounds: [[(took: Duration, allocations: Allocations)]],
        to report: inout Report
    ) {
        let names = operations.map(\.name)
        guard let base = names.firstIndex(of: Operation.withoutNeighbours) else { return }
        for name in Operation.likeOneWithoutNeighbours {
            guard let index = names.firstIndex(of: name) else { continue }
            let ratios = zip(rounds[index], rounds[base]).map { $0.took / $1.took }
            report.add(
                Row(
                    name, names: operations[index].names, figure: "times one elsewhere",
                    values: ratios, goal: .most(1.2)))
        }
    }
}
