import ArgumentParser
import DockerNetwork
import Measuring

/// Many names that renew their leases, and nothing else: what that costs the host service.
struct SteadyBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "steady", abstract: "Many names that renew their leases.")

    @Option(help: "How many names, each of an instance of its own.")
    var names = 10_000
    @Option(help: "How many seconds lie between two renewals of one name.")
    var interval = 10
    @Option(help: "How many seconds are measured, after one interval without.")
    var seconds = 20
    @Option(help: "The folder below which the places are made.")
    var folder = "/tmp"
    @Option(help: "A file that gets the rows as lines of JSON.")
    var json: String?

    /// A figure of the processor's share is taken of so long.
    private static let sample = Duration.seconds(2)

    mutating func run() async throws {
        let lab = try Lab()
        let host = try HostUnderTest(lab, in: folder)
        let announcer = try await Announcer(lab, host.virtualHost)
        let all = (0..<names).map { (number: $0, name: SampleName("host", $0)) }
        try await announcer.renew(all, sequence: 1)
        let client = try NameClient(port: host.port)
        try client.wait(for: all.map(\.name.question), within: .seconds(20))
        var load = Load(names: all, interval: .seconds(interval))
        try await load.run(announcer, for: .seconds(interval))
        var shares: [Double] = []
        let renewed = load.renewed
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .seconds(seconds) {
            let (used, since) = (host.service.processorTime, ContinuousClock.now)
            try await load.run(announcer, for: Self.sample)
            let took = (ContinuousClock.now - since).seconds
            shares.append(100 * (host.service.processorTime - used) / took)
        }
        let rate = Double(load.renewed - renewed) / (ContinuousClock.now - start).seconds
        let memory = Double(host.service.memory) * 1024 / 1e6
        let own = Double(host.service.ownMemory) * 1024 / 1e6
        guard client.missing(of: all.map(\.name.question)).isEmpty else {
            throw BenchmarkError("names were lost while they were renewed")
        }
        await announcer.close()
        var report = Report()
        func add(_ figure: String, _ values: [Double], _ goal: Goal? = nil) {
            report.add(
                Row("host service", names: names, figure: figure, values: values, goal: goal))
        }
        add("renewals/s", [rate], .least(0.95 * Double(names) / Double(interval)))
        add("% of a processor", shares, .most(5))
        add("resident MB", [memory], .most(30))
        add("of it without files MB", [own])
        let server = host.nameserver?.memory ?? 0
        add("dnsmasq resident MB", [Double(server) * 1024 / 1e6])
        try report.end(json: json)
    }
}
