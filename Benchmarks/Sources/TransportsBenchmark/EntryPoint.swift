import DockerNetwork

/// Publishes and receives over AMQP and over the management API, in turns, and prints a table.
///
/// `Scripts/benchmark-transports` starts it beside a private broker.
@main enum EntryPoint {
    private static let rounds = 3

    static func main() async throws {
        let broker = try BenchmarkBroker()
        let subjects = [
            Subject(name: "amqp", host: broker.amqp("host"), emitter: broker.amqp("emitter")),
            Subject(name: "http", host: broker.http("host"), emitter: broker.http("emitter")),
        ]
        var figures: [Figure] = []
        for round in 1...rounds {
            for subject in subjects {
                print("round \(round) of \(rounds): \(subject.name)")
                figures += try await Measurement(subject).run()
            }
        }
        print(Figure.head)
        for kind in Figure.Kind.allCases {
            for subject in subjects {
                let values = figures.filter { $0.kind == kind && $0.subject == subject.name }
                print(Figure.line(subject.name, kind, values.map(\.value)))
            }
        }
    }
}
