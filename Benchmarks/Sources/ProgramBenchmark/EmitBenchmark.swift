import ArgumentParser
import Measuring

/// One announcement by a program of its own, from its start to its end, in turns.
struct EmitBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emit", abstract: "One-shot emitters, in turns.")

    @Option(help: "How many turns.")
    var runs = 40
    @Option(help: "A file that gets the rows as lines of JSON.")
    var json: String?

    mutating func run() async throws {
        let lab = try Lab()
        let listener = try await Listener(lab, Lab.openHost)
        var times: [Emission: [Double]] = [:]
        for turn in -1..<runs {
            for emission in Emission.allCases {
                let took = try emission.run(lab, SampleName("emit", turn + 1), Lab.openHost)
                // The first turn brings the programs into the page cache.
                if turn >= 0 { times[emission, default: []].append(took.milliseconds) }
            }
        }
        await listener.close()
        try report(times)
    }

    private func report(_ times: [Emission: [Double]]) throws {
        var report = Report()
        for emission in Emission.allCases {
            report.add(
                Row(emission.rawValue, figure: "start to end ms", values: times[emission] ?? []))
        }
        for ours in [Emission.staticUp, .up] {
            report.add(
                Row(
                    ours.rawValue, figure: "times amqp-publish",
                    values: ratios(times[ours], to: times[.c]), goal: .most(1)))
            report.add(
                Row(
                    ours.rawValue, figure: "times C with confirm",
                    values: ratios(times[ours], to: times[.confirmed])))
            report.add(
                Row(
                    ours.rawValue, figure: "times faster than pika",
                    values: ratios(times[.pika], to: times[ours]), goal: .least(15)))
        }
        try report.end(json: json)
    }
}

/// Turn by turn, so that what slowed down both of a turn cancels out.
func ratios(_ values: [Double]?, to others: [Double]?) -> [Double] {
    zip(values ?? [], others ?? []).map { $0 / $1 }
}
