import Foundation
import Testing

/// Runs a program to its end and returns what it printed.
enum Command {
    static func path(of program: String) -> String? {
        ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"]
            .map { "\($0)/\(program)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    static func run(_ program: String, _ arguments: [String]) throws -> String {
        let path = try #require(Self.path(of: program), "\(program) is not installed")
        // A file rather than a pipe: another child that starts meanwhile cannot keep it open.
        let name = NSTemporaryDirectory() + "my-docker-network-output-\(UUID().uuidString)"
        let output = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        try #require(output >= 0)
        defer { close(output) }
        unlink(name)
        try ChildProcess(path, arguments, output: output).wait()
        let file = FileHandle(fileDescriptor: output, closeOnDealloc: false)
        try file.seek(toOffset: 0)
        return String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
    }
}
