import ArgumentParser
import DockerNetwork
import Glibc
import Measuring

/// What the emitter costs a container: its size, its start, and its memory after many renewals.
struct EmitterBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emitter", abstract: "The emitter's size, start and memory.")

    @Option(help: "How many times each program is started.")
    var runs = 40
    @Option(help: "How many renewals go by, three a second; an hour has 360 with the usual lease.")
    var renewals = 360
    @Option(help: "A file that gets the rows as lines of JSON.")
    var json: String?

    mutating func run() async throws {
        let lab = try Lab()
        var report = Report()
        try addSizes(lab, &report)
        try addStarts(lab, &report)
        try await addMemory(lab, &report)
        try report.end(json: json)
    }

    private func addSizes(_ lab: Lab, _ report: inout Report) throws {
        let folder = try Folder(in: "/tmp")
        let compressed = "\(folder.path)/emitter.gz"
        let gzip = try Program.start("gzip", ["-9", "-c", lab.staticEmitter], log: compressed)
        guard gzip.wait() == 0 else { throw BenchmarkError("gzip failed") }
        report.add(
            Row(
                "static emitter", figure: "stripped MB", values: [try size(lab.staticEmitter)],
                goal: .most(15)))
        report.add(
            Row(
                "static emitter", figure: "gzipped MB", values: [try size(compressed)],
                goal: .most(6)))
    }

    private func addStarts(_ lab: Lab, _ report: inout Report) throws {
        let programs = [
            ("static emitter", lab.staticEmitter), ("emitter", lab.emitter),
            ("empty process", "true"),
        ]
        var times: [String: [Double]] = [:]
        for turn in -1..<runs {
            for (name, program) in programs {
                let took = try Program.time(program, ["--version"]).milliseconds
                if turn >= 0 { times[name, default: []].append(took) }
            }
        }
        for (name, _) in programs {
            report.add(Row(name, figure: "start to end ms", values: times[name] ?? []))
        }
    }

    private func addMemory(_ lab: Lab, _ report: inout Report) async throws {
        let listener = try await Listener(lab, Lab.openHost)
        let program = try Program.start(
            lab.staticEmitter, ["run", "lasting", "--address", "10.9.9.9", "--lease", "1s"],
            environment: lab.emitterEnvironment(Lab.openHost))
        let deadline = ContinuousClock.now + .seconds(30 + renewals)
        var first: Double?
        while listener.count <= renewals {
            guard program.isRunning, ContinuousClock.now < deadline else {
                throw BenchmarkError("the emitter renewed \(listener.count) times and no more")
            }
            if listener.count == 1, first == nil { first = megabytes(program) }
            try await Task.sleep(for: .milliseconds(50))
        }
        let last = megabytes(program)
        let own = Double(program.ownMemory) * 1024 / 1e6
        program.end()
        await listener.close()
        if let first {
            report.add(
                Row("static emitter, run", figure: "resident MB at first", values: [first]))
        }
        report.add(
            Row(
                "static emitter, run", figure: "resident MB, \(renewals) renewals",
                values: [last], goal: .most(10)))
        report.add(
            Row("static emitter, run", figure: "of it without files MB", values: [own]))
    }

    private func megabytes(_ program: Program) -> Double { Double(program.memory) * 1024 / 1e6 }

    private func size(_ file: String) throws -> Double {
        var status = stat()
        guard stat(file, &status) == 0 else { throw BenchmarkError("cannot read \(file)") }
        return Double(status.st_size) / 1e6
    }
}
