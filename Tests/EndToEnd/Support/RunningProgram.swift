import Foundation
import Synchronization

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
    private let state = EndState()

    /// Written once by the thread that collects the program's status.
    private final class EndState: Sendable {
        let end = Mutex<End?>(nil)
    }

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
        let standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: files + ".input"))
        let output = try Self.create(files + ".output")
        let errors = try Self.create(files + ".errors")
        let program = Process()
        program.executableURL = URL(fileURLWithPath: arguments[0])
        program.arguments = Array(arguments.dropFirst())
        program.environment = environment
        program.standardInput = standardInput
        program.standardOutput = output
        program.standardError = errors
        program.terminationHandler = { [state] ended in
            let status = ended.terminationStatus
            let end = ended.terminationReason == .exit ? End.exit(status) : .signal(status)
            state.end.withLock { $0 = end }
        }
        try program.run()
        process = program.processIdentifier
        for handle in [standardInput, output, errors] { try handle.close() }
    }

    private static func create(_ path: String) throws -> FileHandle {
        try Data().write(to: URL(fileURLWithPath: path))
        return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }

    /// How it ended, or nil while it runs.
    var end: End? { state.end.withLock { $0 } }

    /// What it has printed to standard output.
    var output: String { Self.text(files + ".output") }

    /// What it has printed to standard error.
    var errors: String { Self.text(files + ".errors") }

    /// The lines of standard error that are not empty.
    var errorLines: [Substring] { errors.split(separator: "\n") }

    private static func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }

    /// Sends a signal, unless it has ended.
    func signal(_ number: Int32) {
        guard end == nil else { return }
        kill(process, number)
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
