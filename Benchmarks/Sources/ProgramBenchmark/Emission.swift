import Measuring

/// A program that announces one name and ends.
enum Emission: String, CaseIterable {
    case staticUp = "static emit up"
    case up = "emit up"
    case c = "amqp-publish"
    case confirmed = "C with confirm"
    case pika = "pika, as in 2014"

    /// Runs it to its end.
    ///
    /// - Returns: How long it took.
    /// - Throws: `BenchmarkError` where it fails.
    func run(_ lab: Lab, _ name: SampleName, _ virtualHost: String) throws -> Duration {
        let program = try start(lab, name, virtualHost)
        let status = program.wait()
        let took = ContinuousClock.now - program.started
        guard status == 0 else { throw BenchmarkError("\(rawValue) ended with status \(status)") }
        return took
    }

    /// Starts it.
    func start(_ lab: Lab, _ name: SampleName, _ virtualHost: String) throws -> Program {
        switch self {
        case .staticUp: try lab.startEmitter(lab.staticEmitter, name, virtualHost)
        case .up: try lab.startEmitter(lab.emitter, name, virtualHost)
        case .c: try lab.startPublishByC(name, virtualHost)
        case .confirmed: try lab.startConfirmedByC(name, virtualHost)
        case .pika: try lab.startLegacyEmitter(name, virtualHost)
        }
    }
}
