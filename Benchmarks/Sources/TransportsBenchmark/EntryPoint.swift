import ArgumentParser
import BenchmarkLab
import DockerNetwork
import Measuring

/// Publishes and receives over AMQP and over the management API, in turns, and prints a table.
///
/// `Scripts/benchmark transports` starts it beside a private broker.
@main
struct EntryPoint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transports", abstract: "AMQP beside the management API.")

    @Option(help: "How many rounds, each with a turn for either.")
    var rounds = 3
    @Option(help: "A file that gets the rows as lines of JSON.")
    var json: String?

    mutating func run() async throws {
        let broker = try BenchmarkBroker()
        let subjects = [
            Subject(name: "amqp", host: broker.amqp("host"), emitter: broker.amqp("emitter")),
            Subject(name: "http", host: broker.http("host"), emitter: broker.http("emitter")),
        ]
        var figures: [Figure] = []
        for _ in 0..<rounds {
            for subject in subjects {
                figures += try await Measurement(subject).run()
            }
        }
        var report = Report()
        for kind in Figure.Kind.allCases {
            for subject in subjects {
                let values = figures.filter { $0.kind == kind && $0.subject == subject.name }
                report.add(
                    Row(subject.name, figure: kind.rawValue, values: values.map(\.value)))
            }
        }
        try report.end(json: json)
    }
}
