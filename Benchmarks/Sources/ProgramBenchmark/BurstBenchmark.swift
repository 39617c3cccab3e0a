import ArgumentParser
import DockerNetwork
import Glibc
import Measuring

/// Many new names published at once, until every one of them resolves.
struct BurstBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "burst", abstract: "Many new names at once, until all resolve.")

    @Option(help: "How many new names.")
    var names = 10_000
    @Option(help: "How many of them the receivers of 2014 get.")
    var formerNames = 300
    @Option(help: "How many rounds, each with programs that start without names.")
    var runs = 3
    @Option(help: "The folder below which the places are made.")
    var folder = "/tmp"
    @Option(help: "A file that gets the rows as lines of JSON.")
    var json: String?

    private static let steady = SampleName("steady", 0, block: 200)

    mutating func run() async throws {
        let lab = try Lab()
        var ours: [Outcome] = []
        var former: [Outcome] = []
        var signalled: [Outcome] = []
        for _ in 0..<runs {
            ours.append(try await measure(try HostUnderTest(lab, in: folder), names, lab))
            let steady = [Self.steady]
            former.append(
                try await measure(
                    try FormerReceiver(lab, .restart, names: steady, in: folder), formerNames, lab))
            signalled.append(
                try await measure(
                    try FormerReceiver(lab, .signal, names: steady, in: folder), formerNames, lab))
        }
        var report = Report()
        add("host service", names, ours, .least(5_000), &report)
        add("2014", formerNames, former, nil, &report)
        add("2014 with SIGHUP", formerNames, signalled, nil, &report)
        report.add(
            Row(
                "host service", figure: "times faster than 2014",
                values: ratios(ours.map(\.rate), to: former.map(\.rate))))
        report.add(
            Row(
                "host service", figure: "failed queries", values: ours.map(\.failed),
                goal: .never(above: 0)))
        report.add(
            Row(
                "host service", figure: "worst answer ms", values: ours.map(\.worst),
                goal: .never(above: 50)))
        try report.end(json: json)
    }

    private struct Outcome {
        var rate: Double
        var failed: Double
        var worst: Double
    }

    private func measure(
        _ receiver: any Receiver, _ count: Int, _ lab: Lab
    ) async throws -> Outcome {
        let announcer = try await Announcer(lab, receiver.virtualHost)
        let client = try NameClient(port: receiver.port)
        if receiver is HostUnderTest { try await announcer.announce([Self.steady]) }
        try client.wait(for: [Self.steady.question], within: .seconds(10))
        let burst = (0..<count).map { ($0, SampleName("burst", $0)) }
        let questions = burst.map(\.1.question)
        let loop = try QueryLoop(asking: Self.steady.question, port: receiver.port)
        let start = ContinuousClock.now
        try await announcer.renew(burst, sequence: 1)
        try client.wait(for: questions, within: .seconds(25))
        let took = ContinuousClock.now - start
        let tally = loop.end()
        await announcer.close()
        return Outcome(
            rate: Double(count) / took.seconds, failed: Double(tally.failed),
            worst: tally.worst.milliseconds)
    }

    private func add(
        _ subject: String, _ names: Int, _ outcomes: [Outcome], _ goal: Goal?,
        _ report: inout Report
    ) {
        report.add(
            Row(
                "\(subject), \(names) new", figure: "names/s to resolvable",
                values: outcomes.map(\.rate), goal: goal))
    }
}
