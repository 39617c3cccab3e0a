import Foundation
import Testing

/// A host service that answers itself, over a Unix socket.
extension Lab {
    /// What the environment of its emitters says.
    var ownEmitter: [String: String] {
        [
            "MY_DOCKER_NETWORK_URL": "unix://\(path("run/announce.sock"))",
            "MY_DOCKER_NETWORK_PASSWORD_FILE": "",
        ]
    }

    /// Writes the configuration of one that listens at a port of the loopback, or at other places.
    func prepareOwn(
        port: UInt16? = nil, places: [String]? = nil
    ) throws -> (names: NameServer, file: String) {
        let names = try NameServer(
            .own, path: path("names.d"), files: path("own"), port: port)
        let transport = "[[transports]]\nurl = \"unix://\(path("run/announce.sock"))\"\n"
        let file = try writeConfiguration(HostSettings(transports: transport), names)
        guard let places else { return (names, file) }
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let listen = places.map { "\"\($0)\"" }.joined(separator: ", ")
        try text.replacing("listen = [\"127.0.0.1:\(names.port)\"]", with: "listen = [\(listen)]")
            .write(toFile: file, atomically: true, encoding: .utf8)
        return (names, file)
    }

    /// Starts one, and waits until it listens.
    func startOwn() async throws -> Host {
        let (names, file) = try prepareOwn()
        return Host(program: try await serve(file), names: names, configurationFile: file)
    }

    /// Runs an emitter of one to its success.
    @discardableResult
    func emitToOwn(_ arguments: [String]) async throws -> RunningProgram {
        try await emit(arguments, environment: ownEmitter)
    }

    /// Runs what stands for a service manager that holds its sockets.
    func startActivation(
        _ arguments: [String], environment: [String: String] = [:]
    ) throws -> RunningProgram {
        let script = self.environment.testFile("Python/activation.py")
        return try start(
            "activation", [self.environment.python, script] + arguments, environment: environment)
    }

    /// What dig(1) prints of its server's answer.
    func dig(_ host: Host, _ arguments: [String]) async throws -> String {
        let program = try start(
            "dig",
            ["/usr/bin/dig", "@127.0.0.1", "-p", "\(host.names.port)", "+tries=1"] + arguments)
        try await program.waitForEnd()
        return program.output
    }
}
