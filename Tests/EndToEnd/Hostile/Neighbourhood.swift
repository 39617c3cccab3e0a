import Foundation
import Testing

/// A host service that strangers share: users of the machine over a Unix socket, or of the broker.
struct Neighbourhood: Sendable {
    /// How they reach the host service.
    enum Wire: String, Sendable, CaseIterable, CustomTestStringConvertible {
        case socket = "over the Unix socket"
        case broker = "over RabbitMQ"

        var testDescription: String { rawValue }
    }

    /// Two of them, that nobody else is.
    static let loud: UInt32 = 61_001
    static let quiet: UInt32 = 61_002

    let lab: Lab
    let wire: Wire

    private var socket: String { lab.path("run/announce.sock") }

    /// The host service's transport, as the lines that say so.
    var transports: String {
        switch wire {
        case .socket:
            """
            [[transports]]
            url = "unix://\(socket)"
            socket-mode = "0666"

            """
        case .broker:
            """
            [[transports]]
            url = "amqp://\(lab.hostUser)@127.0.0.1:\(lab.environment.brokerPort)/\(lab.virtualHost)"
            password-file = "\(lab.path("password"))"

            """
        }
    }

    /// Starts the host service with a dnsmasq of its own.
    func startHost(more: String = "") async throws -> Lab.Host {
        try await lab.startHost(.directory, Lab.HostSettings(transports: transports, more: more))
    }

    /// Starts the host service where its one sink, which is required, cannot be written: the disk is
    /// full.
    func startHostOnFullDisk() async throws -> RunningProgram {
        let folder = lab.path("full")
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
        let file = try lab.write(
            """
            host-name = "gate"
            \(transports)
            [[sinks]]
            kind = "dnsmasq"
            path = "\(folder)"
            """, to: "full.toml")
        let script = """
            mount -t tmpfs -o size=64k none '\(folder)' || exit 99
            cat /dev/zero > '\(folder)/.filled' 2>/dev/null
            exec '\(lab.environment.programs)/my-docker-network' serve --config '\(file)'
            """
        let host = try lab.start(
            "my-docker-network", ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", script])
        try await host.waitForLine("ready")
        return host
    }

    /// Starts a neighbour that means no good: `loud` on the machine, or another user of the broker.
    func startNeighbour(_ arguments: [String]) throws -> RunningProgram {
        let program = [lab.environment.python, lab.environment.testFile("Python/neighbour.py")]
        switch wire {
        case .socket:
            return try lab.start(
                "neighbour",
                Self.becoming(Self.loud) + program + ["unix:\(socket)"] + arguments)
        case .broker:
            let broker = "amqp:\(lab.environment.brokerPort):\(lab.virtualHost):\(lab.legacyUser)"
            return try lab.start(
                "neighbour", program + [broker] + arguments, input: "\(lab.password)\n")
        }
    }

    /// One of the two.
    enum Neighbour {
        case loud
        case quiet
    }

    /// The user that the transport vouches for, as rules name it.
    func user(_ neighbour: Neighbour) -> String {
        switch (wire, neighbour) {
        case (.socket, .loud): "uid:\(Self.loud)"
        case (.socket, .quiet): "uid:\(Self.quiet)"
        case (.broker, .loud): lab.legacyUser
        case (.broker, .quiet): lab.emitterUser
        }
    }

    /// Starts an emitter of one of the two.
    func startEmitter(
        _ arguments: [String], of neighbour: Neighbour = .quiet
    ) throws -> RunningProgram {
        switch wire {
        case .socket:
            let program = "\(lab.environment.programs)/my-docker-network-emit"
            let user = neighbour == .loud ? Self.loud : Self.quiet
            return try lab.start(
                "my-docker-network-emit", Self.becoming(user) + [program] + arguments,
                environment: [
                    "MY_DOCKER_NETWORK_URL": "unix://\(socket)",
                    "MY_DOCKER_NETWORK_CONFIG": lab.path("empty.toml"),
                ])
        case .broker:
            let address = "127.0.0.1:\(lab.environment.brokerPort)/\(lab.virtualHost)"
            return try lab.startEmitter(
                arguments,
                environment: [
                    "MY_DOCKER_NETWORK_URL": "amqp://\(user(neighbour))@\(address)"
                ])
        }
    }

    /// Runs an emitter of one of the two to its end, which must be a good one.
    func emit(_ arguments: [String], of neighbour: Neighbour = .quiet) async throws {
        let emitter = try startEmitter(arguments, of: neighbour)
        #expect(try await emitter.waitForEnd() == .exit(0), "\(emitter.errors)")
    }

    /// How long the quiet one's `up --wait` takes, from the start of the process to its end.
    func timeOfUp(_ name: String, _ number: Int) async throws -> Duration {
        let start = ContinuousClock.now
        let emitter = try startEmitter([
            "up", name, "--address", "10.8.\(number / 250).\(number % 250 + 1)", "--wait",
        ])
        #expect(try await emitter.waitForEnd() == .exit(0), "\(emitter.errors)")
        return start.duration(to: .now)
    }

    /// The command that becomes a user.
    private static func becoming(_ user: UInt32) -> [String] {
        ["/usr/bin/setpriv", "--reuid=\(user)", "--regid=\(user)", "--clear-groups"]
    }
}

extension RunningProgram {
    /// How much memory it holds now, in KiB (proc(5), status).
    func residentKiB() throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return try #require(
            line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) })
    }
}
