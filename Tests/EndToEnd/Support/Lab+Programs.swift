import Foundation
import Testing
import TestSupport

extension Lab {
    /// A host service and the name server that reads what it writes.
    struct Host: Sendable {
        let program: RunningProgram
        let names: NameServer
        let configurationFile: String
    }

    /// What a host service's configuration says, where it differs from test to test.
    struct HostSettings: Sendable {
        var name = "gate"
        var queue = "durable"
        var port: UInt16?
        var virtualHost: String?
        var passwordFile: String?
        /// Other transports than the environment's, as the lines that say so.
        var transports: String?
        /// More lines at the end.
        var more = ""
    }

    // MARK: - Host service

    /// Starts a dnsmasq, and waits until it answers.
    func startNameServer(
        _ layout: NameServer.Layout = .directory, name: String = "gate"
    ) async throws -> NameServer {
        let names = try makeNameServer(layout, name: name)
        try makeSink(of: names)
        try await start(names)
        return names
    }

    /// The settings of a dnsmasq that does not run yet.
    func makeNameServer(
        _ layout: NameServer.Layout = .directory, name: String = "gate", path: String? = nil
    ) throws -> NameServer {
        try NameServer(
            layout, path: path ?? self.path("\(name)-hosts"), files: self.path("\(name)-dnsmasq"))
    }

    /// Makes the empty folder or file that a dnsmasq reads.
    func makeSink(of names: NameServer) throws {
        switch names.layout {
        case .directory:
            try FileManager.default.createDirectory(
                atPath: names.path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o755])
        case .file: try Data().write(to: URL(fileURLWithPath: names.path))
        case .own: break
        }
    }

    /// Starts a dnsmasq whose settings are written.
    func start(_ names: NameServer) async throws {
        let program = try #require(
            ["/usr/sbin/dnsmasq", "/usr/bin/dnsmasq", "/usr/local/sbin/dnsmasq"]
                .first(where: FileManager.default.isExecutableFile))
        _ = try start("dnsmasq", [program] + names.command)
        try await eventually("dnsmasq answers") { await names.answers() }
        note(names)
    }

    /// Writes a host service's configuration, and returns its path.
    func writeConfiguration(
        _ settings: HostSettings, _ names: NameServer
    ) throws -> String {
        let transports = environment.transport.schemes(in: environment).map { scheme, port in
            let amqpPort = settings.port ?? port
            // Polling is not what is tested.
            let (port, more) =
                scheme == "amqp"
                ? (amqpPort, "queue = \"\(settings.queue)\"") : (port, "poll-slowest = \"200ms\"")
            return """
                [[transports]]
                url = "\(scheme)://\(hostUser)@127.0.0.1:\(port)/\(settings.virtualHost ?? virtualHost)"
                password-file = "\(settings.passwordFile ?? path("password"))"
                \(more)

                """
        }
        let text = """
            host-name = "\(settings.name)"

            \(settings.transports ?? transports.joined(separator: "\n"))
            \(sink(of: names))
            \(settings.more)

            """
        return try write(text, to: "\(settings.name).toml")
    }

    private func sink(of names: NameServer) -> String {
        guard names.layout != .own else {
            return """
                [[sinks]]
                kind = "dns"
                path = "\(names.path)"
                listen = ["127.0.0.1:\(names.port)"]
                upstream = ["none"]
                """
        }
        return """
            [[sinks]]
            kind = "dnsmasq"
            mode = "\(names.layout.rawValue)"
            path = "\(names.path)"
            pid-file = "\(names.pidFile)"
            server = "127.0.0.1:\(names.port)"
            """
    }

    /// Starts a host service with a name server of its own, and waits until it listens.
    func startHost(
        _ layout: NameServer.Layout = .directory, _ settings: HostSettings = HostSettings()
    ) async throws -> Host {
        let names = try await startNameServer(layout, name: settings.name)
        let file = try writeConfiguration(settings, names)
        return Host(program: try await serve(file), names: names, configurationFile: file)
    }

    /// Starts a host service on a configuration, and waits until it listens.
    func serve(
        _ file: String, environment: [String: String] = [:]
    ) async throws -> RunningProgram {
        let program = try startHostTool(["serve", "--config", file], environment: environment)
        try await program.waitForLine("ready")
        return program
    }

    /// Starts the host's program.
    func startHostTool(
        _ arguments: [String], environment: [String: String] = [:]
    ) throws -> RunningProgram {
        try start(
            "my-docker-network", ["\(self.environment.programs)/my-docker-network"] + arguments,
            environment: environment)
    }

    // MARK: - Emitters

    /// What the environment of an emitter says in this lab.
    var emitterEnvironment: [String: String] {
        let urls = environment.transport.schemes(in: environment).map { scheme, port in
            "\(scheme)://\(emitterUser)@127.0.0.1:\(port)/\(virtualHost)"
        }
        return [
            "MY_DOCKER_NETWORK_URL": urls.joined(separator: ","),
            "MY_DOCKER_NETWORK_PASSWORD_FILE": path("password"),
            // The machine that the tests run on may have a configuration of its own.
            "MY_DOCKER_NETWORK_CONFIG": path("empty.toml"),
        ]
    }

    /// Starts an emitter; an empty variable counts as unset.
    func startEmitter(
        _ arguments: [String], environment: [String: String] = [:]
    ) throws -> RunningProgram {
        try start(
            "my-docker-network-emit",
            ["\(self.environment.programs)/my-docker-network-emit"] + arguments,
            environment: emitterEnvironment.merging(environment) { $1 })
    }
}
