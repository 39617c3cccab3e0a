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
    var legacyNames = 300
    @Option(help: "How many names are there before.")
    var before = 0
    @Option(help: "Who answers: dnsmasq, dns (the service itself), or both separated by a comma.")
    var sinks = "dns,dnsmasq"
    @Option(help: "How many rounds, each with programs that start anew.")
    var runs = 3
    @Option(help: "The folder below which the places are made.")
    var folder = "/tmp"
    @Option(help: "A file that gets the rows as lines of JSON.")
    var json: String?

    private static let steady = SampleName("steady", 0, block: 200)

    mutating func run() async throws {
        let lab = try Lab()
        let sinks = try HostSink.read(sinks)
        var ours: [HostSink: [Outcome]] = [:]
        var legacy: [Outcome] = []
        var signalled: [Outcome] = []
        for _ in 0..<runs {
            for sink in sinks {
                ours[sink, default: []].append(
                    try await measure(try HostUnderTest(lab, sink, in: folder), names, lab))
            }
            let steady = [Self.steady]
            legacy.append(
                try await measure(
                    try LegacyReceiver(lab, .restart, names: steady, in: folder), legacyNames, lab))
            signalled.append(
                try await measure(
                    try LegacyReceiver(lab, .signal, names: steady, in: folder), legacyNames, lab))
        }
        var report = Report()
        for sink in sinks {
            let outcomes = ours[sink] ?? []
            add(sink.subject, names, outcomes, .least(sink == .dns ? 20_000 : 5_000), &report)
            report.add(
                Row(
                    sink.subject, figure: "times faster than 2014",
                    values: ratios(outcomes.map(\.rate), to: legacy.map(\.rate))))
            report.add(
                Row(
                    sink.subject, figure: "failed queries", values: outcomes.map(\.failed),
                    goal: .never(above: 0)))
            report.add(
                Row(
                    sink.subject, figure: "worst answer ms", values: outcomes.map(\.worst),
                    goal: .never(above: 50)))
        }
        add("2014", legacyNames, legacy, nil, &report)
        add("2014 with SIGHUP", legacyNames, signalled, nil, &report)
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
        if receiver is HostUnderTest {
            let there = (0..<before).map { SampleName("host", $0, block: 100) }
            try await announcer.announce([Self.steady] + there)
            try client.wait(for: there.map(\.question), within: .seconds(120))
        }
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
                "\(subject), \(names) new\(before > 0 && goal != nil ? " on \(before)" : "")",
                figure: "names/s to resolvable",
                values: outcomes.map(\.rate), goal: goal))
    }
}
