import Foundation
import Synchronization
import TestSupport

/// A program that a test started; what it prints goes to files of the test's folder.
final class RunningProgram: Sendable {
    /// How a program ended.
    enum End: Hashable, Sendable {
        case exit(Int32)
        case signal(Int32)
    }

    let name: String
    let process: Int32
    private let files: String
    /// How it ended, where that is known; the lock keeps its number from being used after that.
    private let knownEnd = Mutex<End?>(nil)

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - arguments: The program's path and its arguments.
    ///   - environment: The whole environment.
    ///   - input: What it reads from standard input.
    ///   - files: The path of the files with what it prints, without their suffix.
    /// - Throws: Where it cannot be started.
    init(
        _ arguments: [String], environment: [String: String], input: String = "", files: String
    ) throws {
        name = URL(fileURLWithPath: files).lastPathComponent
        self.files = files
        try Data(input.utf8).write(to: URL(fileURLWithPath: files + ".input"))
        process = try Spawn.start(
            arguments, environment: environment, input: files + ".input",
            output: files + ".output", errors: files + ".errors")
    }

    /// How it ended, or nil while it runs.
    var end: End? {
        knownEnd.withLock { known in
            if known == nil { known = Self.collect(process) }
            return known
        }
    }

    /// Collects the status of a program that has ended.
    private static func collect(_ process: pid_t) -> End? {
        var status: Int32 = 0
        guard waitpid(process, &status, WNOHANG) == process else { return nil }
        // As WIFEXITED and its like read it; C's macros do not come through to Swift.
        let signal = status & 0x7F
        return signal == 0 ? .exit(status >> 8 & 0xFF) : .signal(signal)
    }

    /// What it has printed to standard output.
    var output: String { Self.text(files + ".output") }

    /// What it has printed to standard error.
    var errors: String { Self.text(files + ".errors") }

    /// The lines of standard error that are not empty.
    var errorLines: [Substring] { errors.split(separator: "\n") }

    /// When it wrote the first line of standard error that has a text; lines begin with the time.
    func time(ofLine text: String) throws -> Date {
        guard let line = errorLines.first(where: { $0.contains(text) }),
            let time = line.split(separator: " ").first,
            let date = try? Date.ISO8601FormatStyle(includingFractionalSeconds: true)
                .parse(String(time))
        else { throw WaitFailure(description: "no line '\(text)' with a time: \(errors)") }
        return date
    }

    private static func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }

    /// Sends a signal, unless it has ended.
    func signal(_ number: Int32) {
        knownEnd.withLock { known in
            if known == nil { known = Self.collect(process) }
            if known == nil { kill(process, number) }
        }
    }

    /// Waits until it has ended.
    ///
    /// - Throws: `WaitFailure` at the deadline.
    @discardableResult
    func waitForEnd(within limit: Duration = .seconds(30)) async throws -> End {
        try await eventually("\(name) ends; it said: \(errors)", within: limit) { end != nil }
        return end ?? .signal(0)
    }

    /// Waits until a line of standard error has a text.
    ///
    /// - Throws: `WaitFailure` at the deadline, or where the program ended without that line.
    func waitForLine(_ text: String, within limit: Duration = .seconds(20)) async throws {
        try await eventually("\(name) says '\(text)'", within: limit) {
            let hasEnded = end != nil
            if errorLines.contains(where: { $0.contains(text) }) { return true }
            guard !hasEnded else {
                throw WaitFailure(description: "\(name) ended without '\(text)': \(errors)")
            }
            return false
        }
    }

    /// Ends it at once, and waits until it is gone.
    func endNow() async {
        signal(SIGKILL)
        _ = try? await waitForEnd(within: .seconds(10))
    }
}
