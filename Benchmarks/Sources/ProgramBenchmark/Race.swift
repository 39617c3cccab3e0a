import DockerNetwork
import Glibc
import Measuring

/// One emitter and one receiver: how long it takes until a name resolves.
final class Race {
    private let lab: Lab
    private let receiver: any Receiver
    private let emission: Emission
    private let client: NameClient
    private let announcer: Announcer
    private let steady: SampleName

    private(set) var times: [Double] = []
    private(set) var asked = 0
    private(set) var failed = 0
    /// The longest that somebody waited for another name, in each turn.
    private(set) var worst: [Double] = []

    /// Waits until the receiver's names resolve; the first of them is what is asked for meanwhile.
    init(
        _ lab: Lab, _ receiver: any Receiver, _ emission: Emission, _ names: [SampleName]
    ) async throws {
        self.lab = lab
        self.receiver = receiver
        self.emission = emission
        steady = names[0]
        client = try NameClient(port: receiver.port)
        announcer = try await Announcer(lab, receiver.virtualHost)
        try client.wait(for: names.map(\.question), within: .seconds(60))
    }

    /// Who runs, as the table shows it.
    var name: String { "\(receiver.name), \(emission == .pika ? "pika" : emission.rawValue)" }

    var isOurs: Bool { receiver is HostUnderTest }

    /// Announces the name by a program of its own, waits until it resolves, and withdraws it.
    func run(_ name: SampleName, counts: Bool) async throws {
        let loop = try QueryLoop(asking: steady.question, port: receiver.port)
        let program = try emission.start(lab, name, receiver.virtualHost)
        // Nothing else may sleep here: this is what is timed.
        let resolved = Result {
            try waited(for: "\(name.question) of \(receiver.name)", within: .seconds(20)) {
                client.count(name.question, within: .milliseconds(5)) == 1
            }
        }
        let took = ContinuousClock.now - program.started
        let status = program.wait()
        let tally = loop.end()
        _ = try resolved.get()
        guard status == 0 else {
            throw BenchmarkError("\(emission.rawValue) ended with status \(status)")
        }
        if counts {
            times.append(took.milliseconds)
            asked += tally.asked
            failed += tally.failed
            worst.append(tally.worst.milliseconds)
        }
        try await announcer.announce([name], .down)
        try waited(for: "\(name.question) to be gone", within: .seconds(20)) {
            client.count(name.question, within: .milliseconds(50)) == 0
        }
    }

    func close() async { await announcer.close() }
}
