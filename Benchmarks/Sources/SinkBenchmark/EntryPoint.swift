import ArgumentParser
import Measuring

/// Measures every sink beside the least that feeds a dnsmasq, in one run.
@main
struct EntryPoint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sinks",
        abstract: "What sinks cost, by the number of names, each with a dnsmasq of its own.")

    @Option(help: "How many names there are, several sizes separated by commas.")
    var sizes = "10,1000,10000,100000"
    @Option(help: "Which sinks, separated by commas; all if not given.")
    var sinks = Subject.allCases.map(\.rawValue).joined(separator: ",")
    @Option(help: "How many single changes are timed.")
    var runs = 50
    @Option(help: "How many new names a burst brings.")
    var burst = 10_000
    @Option(help: "How many changes a burst in slices hands over at once.")
    var slice = 400
    @Option(help: "The folder below which the places are made: pick the file system with it.")
    var folder = "/tmp"
    @Option(help: "A file that gets the rows as lines of JSON.")
    var json: String?

    mutating func run() async throws {
        var report = Report()
        for size in try numbers(sizes) {
            for name in sinks.split(separator: ",") {
                guard let subject = Subject(rawValue: String(name)) else {
                    throw ValidationError("there is no sink \(name)")
                }
                for row in try await measure(subject, size) { report.add(row) }
            }
        }
        try report.end(json: json)
    }

    private func measure(_ subject: Subject, _ size: Int) async throws -> [Row] {
        // One name a file in so many files keeps dnsmasq away for minutes.
        if subject == .raw, size > 10_000 { return [] }
        let bench = try await Bench(subject, size: size, in: folder)
        try await bench.change(runs: runs)
        try await bench.addAndRemove(runs: runs)
        try await bench.restart()
        if burst > 0 {
            try await bench.burst(burst, slice: nil)
            if subject != .raw { try await bench.burst(burst, slice: slice) }
        }
        return bench.rows
    }

    private func numbers(_ text: String) throws -> [Int] {
        try text.split(separator: ",").map { part in
            guard let number = Int(part), (2...200_000).contains(number) else {
                throw ValidationError("'\(part)' is no number of names from 2 to 200000")
            }
            return number
        }
    }
}
