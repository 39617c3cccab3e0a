import BenchmarkLab
import DockerNetwork
import Glibc
import Measuring

/// What `Scripts/benchmark` has prepared: a broker and the programs.
struct Lab: Sendable {
    /// A virtual host in which everybody may do everything, as in 2014, and no host service listens.
    static let openHost = "my-docker-network-open"
    /// The same for the receiver of 2014.
    static let legacyHost = "my-docker-network-2014"
    /// The same for that receiver with SIGHUP.
    static let signalledHost = "my-docker-network-2014-signal"

    let broker: BenchmarkBroker
    /// `my-docker-network`, with the standard library inside.
    let hostTool: String
    /// `my-docker-network-emit`, with the standard library inside.
    let emitter: String
    /// `my-docker-network-emit` in one file that needs no other.
    let staticEmitter: String
    private let confirm: String
    private let python: String
    private let legacyProgram: String

    /// Reads the environment.
    ///
    /// - Throws: `BenchmarkError` where something is missing there.
    init() throws {
        broker = try BenchmarkBroker()
        hostTool = try Self.variable("BENCHMARK_HOST_TOOL")
        emitter = try Self.variable("BENCHMARK_EMITTER")
        staticEmitter = try Self.variable("BENCHMARK_STATIC_EMITTER")
        confirm = try Self.variable("BENCHMARK_CONFIRM")
        python = try Self.variable("LAB_PYTHON")
        legacyProgram = try Self.variable("BENCHMARK_LEGACY")
    }

    /// What one of our emitters is told by its environment.
    func emitterEnvironment(_ virtualHost: String) -> [String: String] {
        [
            "MY_DOCKER_NETWORK_URL": broker.url("emitter", virtualHost: virtualHost),
            "MY_DOCKER_NETWORK_PASSWORD_FILE": broker.passwordFile(of: "emitter"),
        ]
    }

    /// Starts one of our emitters: it announces once and ends.
    func startEmitter(
        _ program: String, _ name: SampleName, _ virtualHost: String
    ) throws -> Program {
        try Program.start(
            program, ["up", name.hostname, "--address", name.address],
            environment: emitterEnvironment(virtualHost))
    }

    /// Starts rabbitmq-c's own program: no confirm, no declaration.
    func startPublishByC(_ name: SampleName, _ virtualHost: String) throws -> Program {
        try Program.start(
            "amqp-publish",
            [
                "--server=127.0.0.1", "--port=\(broker.amqpPort)", "--vhost=\(virtualHost)",
                "--username=emitter", "--password=\(try broker.password(of: "emitter"))",
                "--exchange=my-docker-network", "--routing-key=", "--body=\(name.body)",
            ])
    }

    /// Starts a C program that promises what our emitter does: it ends once the broker has confirmed.
    func startConfirmedByC(_ name: SampleName, _ virtualHost: String) throws -> Program {
        try Program.start(
            confirm,
            [
                "\(broker.amqpPort)", virtualHost, "emitter", broker.passwordFile(of: "emitter"),
                "my-docker-network", name.body,
            ])
    }

    /// Starts the emitter of 2014.
    func startLegacyEmitter(_ name: SampleName, _ virtualHost: String) throws -> Program {
        try Program.start(
            python,
            [
                legacyProgram, "emit", "\(broker.amqpPort)", virtualHost,
                broker.passwordFile(of: "emitter"), name.body,
            ])
    }

    /// Starts the receiver of 2014.
    func startLegacyReceiver(
        _ virtualHost: String, hostsFile: String, settings: String, way: String, log: String
    ) throws -> Program {
        try Program.start(
            python,
            [
                legacyProgram, "receive", "\(broker.amqpPort)", virtualHost,
                broker.passwordFile(of: "host"), hostsFile, settings, way,
            ], log: log)
    }

    private static func variable(_ name: String) throws -> String {
        guard let value = getenv(name) else {
            throw BenchmarkError("\(name) is not set; start this by Scripts/benchmark")
        }
        return String(cString: value)
    }
}
