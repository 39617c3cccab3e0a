import Foundation
import Testing

extension Lab {
    /// Starts a program that does on the broker what none of ours would, as a user of the lab.
    func startStranger(_ user: String, _ arguments: [String]) throws -> RunningProgram {
        try start(
            "stranger",
            [
                environment.python, environment.testFile("Python/rights.py"),
                "\(environment.brokerPort)", virtualHost, user,
            ] + arguments, input: "\(password)\n")
    }

    /// Tries one thing, and returns `done` or the broker's reply code.
    func attempt(_ user: String, _ action: [String]) async throws -> String {
        let program = try startStranger(user, ["try"] + action)
        let end = try await program.waitForEnd()
        try #require(end == .exit(0), "\(program.errors)")
        return program.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// How long `up --wait` takes, from the start of the process to its end.
    func timeOfUp(_ name: String, _ address: String) async throws -> Duration {
        let start = ContinuousClock.now
        try await emit(["up", name, "--address", address, "--wait"])
        return start.duration(to: .now)
    }
}
