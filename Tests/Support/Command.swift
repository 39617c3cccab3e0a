import Foundation
import Testing

/// Runs a program to its end and returns what it printed.
public enum Command {
    /// A program that ended in a way that was not expected.
    public struct Failure: Error, CustomStringConvertible {
        /// What ended, how, and what it said.
        public let description: String
    }

    /// Where a program is, or nil where it is not installed.
    public static func path(of program: String) -> String? {
        if program.hasPrefix("/") { return program }
        return ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"]
            .map { "\($0)/\(program)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Runs a program, blocking the calling thread.
    ///
    /// - Parameters:
    ///   - program: Its name or path.
    ///   - arguments: What follows its name.
    ///   - input: What it reads from its standard input.
    ///   - mayFail: Whether another exit status than 0 is none of the caller's concern.
    /// - Returns: What it printed on its standard output.
    /// - Throws: `Failure` where it ended with another exit status than 0.
    @discardableResult
    public static func run(
        _ program: String, _ arguments: [String], input: String = "", mayFail: Bool = false
    ) throws -> String {
        let path = try #require(Self.path(of: program), "\(program) is not installed")
        let given = try ScratchFile(input)
        let output = try ScratchFile()
        let errors = try ScratchFile()
        let status = try ChildProcess(
            path, arguments, input: given.descriptor, output: output.descriptor,
            errors: errors.descriptor
        ).wait()
        let printed = try output.text()
        guard status == 0 || mayFail else {
            let how = status.map { "ended with \($0)" } ?? "was ended by a signal"
            throw Failure(description: "\(path) \(how): \(try errors.text())\(printed)")
        }
        return printed
    }

    /// Runs a program as `run` does, blocking no thread of the tests.
    ///
    /// - Returns: What it printed on its standard output.
    /// - Throws: As `run`.
    @discardableResult
    public static func runBeside(
        _ program: String, _ arguments: [String], input: String = ""
    ) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try run(program, arguments, input: input) })
            }
        }
    }
}
