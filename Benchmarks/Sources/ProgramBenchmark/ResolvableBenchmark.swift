import ArgumentParser
import DockerNetwork
import Glibc
import Measuring

/// From the start of the emitter's process until the name server answers with the name, in turns, while
/// somebody asks for another name all the while.
struct ResolvableBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolvable", abstract: "From the emitter's start until the name resolves.")

    @Option(help: "How many names there are, several sizes separated by commas.")
    var sizes = "10,10000"
    @Option(help: "Who answers: dnsmasq, dns (the service itself), or both separated by a comma.")
    var sinks = "dns,dnsmasq"
    @Option(help: "How many turns.")
    var runs = 20
    @Option(help: "The folder below which the places are made.")
    var folder = "/tmp"
    @Option(help: "A file that gets the rows as lines of JSON.")
    var json: String?

    private static let emission = "static emit up"

    mutating func run() async throws {
        let lab = try Lab()
        var report = Report()
        for sink in try HostSink.read(sinks) {
            var medians: [(size: Int, milliseconds: Double)] = []
            for text in sizes.split(separator: ",") {
                guard let size = Int(text), (2...100_000).contains(size) else {
                    throw ValidationError("'\(text)' is no number of names from 2 to 100000")
                }
                medians.append((size, try await measure(size, sink, lab, &report)))
            }
            guard let (size, last) = medians.last, let (fewest, first) = medians.first,
                size > fewest
            else { continue }
            report.add(
                Row(
                    "\(sink.subject), \(Self.emission)", names: size,
                    figure: "times that at \(fewest) names", values: [last / first],
                    goal: .most(sink == .dns ? 1.2 : 2)))
        }
        try report.end(json: json)
    }

    /// Adds the rows of one size.
    ///
    /// - Returns: The median of the host service with our emitter, in milliseconds.
    /// - Throws: `BenchmarkError` where a name does not come to resolve.
    private func measure(
        _ size: Int, _ sink: HostSink, _ lab: Lab, _ report: inout Report
    ) async throws -> Double {
        let names = (0..<size).map { SampleName("host", $0) }
        let host = try HostUnderTest(lab, sink, in: folder)
        let announcer = try await Announcer(lab, host.virtualHost)
        try await announcer.announce(names)
        let listener = try await Listener(lab, Lab.openHost)
        var races = [
            try await Race(lab, host, .staticUp, names), try await Race(lab, host, .c, names),
        ]
        // What 2014 took is compared with dnsmasq, as it was then.
        if sink == .dnsmasq {
            let legacy = try LegacyReceiver(lab, .restart, names: names, in: folder)
            let signalled = try LegacyReceiver(lab, .signal, names: names, in: folder)
            races += [
                try await Race(lab, legacy, .pika, names),
                try await Race(lab, signalled, .c, names),
            ]
        }
        var alone: [Double] = []
        for turn in -1..<runs {
            let name = SampleName("new", turn + 1, block: 11)
            let took = try Emission.c.run(lab, name, Lab.openHost)
            if turn >= 0 { alone.append(took.milliseconds) }
            for race in races { try await race.run(name, counts: turn >= 0) }
        }
        await listener.close()
        await announcer.close()
        for race in races { await race.close() }
        add(races, alone, size, within: sink == .dns ? 1 : 2, &report)
        return Row(host.name, figure: "", values: races[0].times).median
    }

    private func add(
        _ races: [Race], _ alone: [Double], _ size: Int, within milliseconds: Double,
        _ report: inout Report
    ) {
        func add(_ subject: String, _ figure: String, _ values: [Double], _ goal: Goal? = nil) {
            report.add(Row(subject, names: size, figure: figure, values: values, goal: goal))
        }
        add("amqp-publish alone", "start to end ms", alone)
        for race in races { add(race.name, "start to resolvable ms", race.times) }
        let ours = races[0]
        add(
            ours.name, "ms beyond amqp-publish alone",
            zip(ours.times, alone).map { $0 - $1 }, .most(milliseconds))
        if races.count > 2 {
            add(
                ours.name, "times faster than 2014",
                ratios(races[2].times, to: ours.times), .least(10))
            add(
                races[1].name, "times faster than 2014 SIGHUP",
                ratios(races[3].times, to: races[1].times))
        }
        for race in races {
            let isOurs = race.isOurs
            add(race.name, "queries meanwhile", [Double(race.asked)])
            add(
                race.name, "failed queries", [Double(race.failed)],
                isOurs ? .never(above: 0) : nil)
            add(race.name, "worst answer ms", race.worst, isOurs ? .never(above: 50) : nil)
        }
    }
}
