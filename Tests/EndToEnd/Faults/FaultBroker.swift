import Foundation
import Testing
import TestSupport

/// A broker that a test may kill: none of the other tests uses it.
///
/// The lab's own scripts start it, and a shell that waits for the end of these tests ends it, so
/// that it goes even where they crash.
struct FaultBroker: Sendable {
    /// Where its folder is; `hosts.d` in it is a small disk of its own where that may be made.
    let folder: String
    /// The lab's environment, with this broker in place of the one that everybody uses.
    let environment: LabEnvironment
    /// How many times slower than usual the machine is, by the time that the broker's start took:
    /// at least 1.
    let slowness: Int
    private let supervisor: RunningProgram

    /// How much fits on the small disk: some dozens of hosts files.
    private static let diskSize = "512k"

    private static let supervision = """
        source "$0/lib/lab.bash"
        SAY_DESCRIPTOR=2
        folder=$1 tests=$2 PYTHON=$3 disk=$4 namespace=$5 address=
        undo_mount() { umount --lazy "$1"; }
        undo_begin "$folder"
        remember folder "$folder"
        mkdir "$folder/hosts.d"
        if ((EUID == 0)); then
            mount -t tmpfs -o "size=$disk,mode=755" tmpfs "$folder/hosts.d"
            remember mount "$folder/hosts.d"
        fi
        if [[ -n $namespace ]]; then
            subnet=$(choose_subnet)
            address=$subnet.1
            ip netns add "$namespace"
            remember namespace "$namespace"
            ip link add "$namespace" type veth peer name eth0 netns "$namespace"
            ip address add "$address/24" dev "$namespace"
            ip link set "$namespace" up
            ip -n "$namespace" address add "$subnet.2/24" dev eth0
            ip -n "$namespace" link set eth0 up
            printf '%s %s' "$namespace" "$address" >"$folder/network"
        fi
        broker_start "$folder" $address
        broker_add_users "$folder"
        broker_add_administrator "$folder"
        lab_exports "$folder" >"$folder/exports"
        printf 'the broker runs\\n' >&2
        while kill -0 "$tests" 2>/dev/null; do
            sleep 1 &
            wait "$!"
        done
        """

    private static let restarting = """
        source "$0/lib/lab.bash"
        undo_not_on_exit
        SAY_DESCRIPTOR=2 UNDO_LIST=$1/undo BROKER_PORT=$2 BROKER_CONTROL=$1/broker/rabbitmqctl
        broker_run "$1/broker"
        broker_wait "$1/broker" "$STARTED_PROCESS"
        """

    /// Runs a test's body with a broker, and ends that.
    ///
    /// - Parameters:
    ///   - withNamespace: Whether there is a network namespace from which it can be reached.
    ///   - body: What the test does.
    /// - Throws: What the body throws; where the broker does not start.
    static func run(
        withNamespace: Bool = false, _ body: (FaultBroker) async throws -> Void
    ) async throws {
        let start = ContinuousClock.now
        let broker = try FaultBroker(withNamespace: withNamespace)
        var failure: (any Error)?
        do {
            try await broker.supervisor.waitForLine("the broker runs", within: .seconds(120))
            let slowness = start.duration(to: .now) / .seconds(10)
            try await body(broker.withItsEnvironment(slowness: max(1, Int(slowness))))
        } catch {
            failure = error
        }
        broker.supervisor.signal(SIGTERM)
        _ = try? await broker.supervisor.waitForEnd()
        try? FileManager.default.removeItem(atPath: broker.folder)
        if let failure { throw failure }
    }

    private init(withNamespace: Bool) throws {
        environment = try #require(LabEnvironment.current)
        slowness = 1
        let number = String(UInt64.random(in: .min ... .max), radix: 36)
        folder =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("my-docker-network-faults-\(number)").path
        // The name server reads in it as nobody.
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755])
        supervisor = try RunningProgram(
            [
                "/bin/bash", "-c", Self.supervision, environment.scripts, folder, "\(getpid())",
                environment.python, Self.diskSize,
                withNamespace ? "mdn\(number.suffix(10))" : "",
            ],
            environment: Self.variables, files: "\(folder)/supervisor")
    }

    private init(
        folder: String, environment: LabEnvironment, slowness: Int, supervisor: RunningProgram
    ) {
        self.folder = folder
        self.environment = environment
        self.slowness = slowness
        self.supervisor = supervisor
    }

    /// The same broker, once the script has written down what it chose.
    private func withItsEnvironment(slowness: Int) throws -> FaultBroker {
        var variables = ProcessInfo.processInfo.environment
        let text = try String(contentsOfFile: "\(folder)/exports", encoding: .utf8)
        for line in text.split(separator: "\n") {
            let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
            // The build folder that the tests were told of stays.
            guard parts.count == 2, parts[0] != "LAB_BIN" else { continue }
            variables[String(parts[0])] = String(parts[1])
        }
        let own = try #require(LabEnvironment(variables))
        return FaultBroker(
            folder: folder, environment: own, slowness: slowness, supervisor: supervisor)
    }

    private static let variables = [
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8",
    ]

    // MARK: - Network

    /// A network namespace, and one cable from it to the broker.
    struct Network: Sendable {
        /// The namespace's name, and that of the cable's end on the broker's side.
        var namespace: String
        /// Where the broker is reached through the cable.
        var brokerAddress: String

        /// What stands before a command that runs in the namespace.
        var command: [String] { ["/usr/bin/env", "ip", "netns", "exec", namespace] }
    }

    /// The namespace that was asked for.
    func network() throws -> Network {
        let text = try String(contentsOfFile: "\(folder)/network", encoding: .utf8)
        let parts = text.split(separator: " ").map(String.init)
        try #require(parts.count == 2)
        return Network(namespace: parts[0], brokerAddress: parts[1])
    }

    // MARK: - Faults

    /// The folder that the sinks of a test may fill up.
    var hostsFolder: String { "\(folder)/hosts.d" }

    /// Sends a signal to the broker and all its children.
    func signal(_ number: Int32) throws {
        let text = try String(contentsOfFile: "\(folder)/broker/process", encoding: .utf8)
        let process = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        guard process > 1 else { throw WaitFailure(description: "no broker: \(text)") }
        kill(-process, number)
    }

    /// Starts it again on the same folder, and waits until it is ready.
    func startAgain() async throws {
        let program = try RunningProgram(
            [
                "/bin/bash", "-c", Self.restarting, environment.scripts, folder,
                "\(environment.brokerPort)",
            ], environment: Self.variables, files: "\(folder)/restart")
        let end = try await program.waitForEnd(within: .seconds(120))
        guard end == .exit(0) else { throw WaitFailure(description: program.errors) }
    }
}
