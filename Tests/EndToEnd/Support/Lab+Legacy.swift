import Foundation
import Testing

extension Lab {
    /// A message as a program of 2014 sees it.
    struct LegacyMessage: Hashable, Decodable, Sendable {
        var body: String
        var routingKey: String
    }

    /// Sends one body as the programs of 2014 did.
    func sendAsIn2014(_ body: String, persistent: Bool = false) async throws {
        let program = try startLegacy(["send", body] + (persistent ? ["persistent"] : []))
        let end = try await program.waitForEnd()
        try #require(end == .exit(0), "\(program.errors)")
    }

    /// Sends a body with AMQP properties, a JSON object by pika's names, that no emitter would send.
    func abuse(_ body: String, properties: String) async throws {
        let program = try startLegacy(["abuse", body, properties])
        let end = try await program.waitForEnd()
        try #require(end == .exit(0), "\(program.errors)")
    }

    /// Sends a body of a megabyte and then many short ones, all malformed.
    func flood(count: Int) async throws {
        let program = try startLegacy(["flood", "\(count)"])
        let end = try await program.waitForEnd()
        try #require(end == .exit(0), "\(program.errors)")
    }

    /// Starts a receiver of 2014, and waits until it listens.
    func receiveAsIn2014() async throws -> RunningProgram {
        let program = try startLegacy(["receive"])
        try await program.waitForLine("listening")
        return program
    }

    /// What a receiver of 2014 has received.
    func messages(of receiver: RunningProgram) throws -> [LegacyMessage] {
        // The last line may be half written.
        let lines = receiver.output.split(separator: "\n", omittingEmptySubsequences: false)
        return try lines.dropLast().map { line in
            try JSONDecoder().decode(LegacyMessage.self, from: Data(line.utf8))
        }
    }

    /// Relays a port to the broker, so that there is one from now on.
    @discardableResult
    func startRelay(on port: UInt16) async throws -> RunningProgram {
        let program = try start(
            "relay",
            [
                environment.python, environment.testFile("Python/relay.py"), "\(port)",
                "\(environment.brokerPort)",
            ])
        try await program.waitForLine("relaying")
        return program
    }

    private func startLegacy(_ arguments: [String]) throws -> RunningProgram {
        let common = [
            environment.python, environment.testFile("Python/wire2014.py"),
            "\(environment.brokerPort)", virtualHost, legacyUser,
        ]
        return try start("wire2014", common + arguments, input: "\(password)\n")
    }
}
