package import DockerNetworkProgram

/// The assignments of a file such as /etc/default/my-docker-network, read as data.
///
/// A line is blank, a comment, or `NAME=VALUE` with `export` before it or a comment after it. A
/// value is any run of plain characters, of text in single quotes, and of text in double quotes
/// without `$` and backticks. Everything that a shell would run or expand is an error.
package struct ShellAssignments: Hashable, Sendable {
    /// One value and where it stands.
    package struct Assignment: Hashable, Sendable {
        /// The value without its quotes.
        package var value: Secret
        /// The line, from 1.
        package var line: Int
    }

    /// A fault of a line; it never repeats the line, which may hold a password.
    package struct Failure: Error, Hashable, Sendable {
        /// The line, from 1.
        package var line: Int
        /// The fault in words.
        package var message: String
    }

    /// The assignments by name; of two the later one counts, as in a shell.
    package private(set) var assignments: [String: Assignment] = [:]
    /// The faults of the lines that were skipped.
    package private(set) var skipped: [Failure] = []

    /// Reads a file's bytes.
    ///
    /// - Parameters:
    ///   - bytes: The bytes.
    ///   - names: The variables that matter: any other line that is none of the three is skipped.
    ///     nil: all of them.
    /// - Throws: `Failure` at the first line that is none of the three and matters.
    package init(_ bytes: [UInt8], knowing names: [String]? = nil) throws(Failure) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            var reader = LineReader(rest: line)
            do {
                guard let (name, value) = try reader.read() else { continue }
                assignments[name] = Assignment(value: Secret(value), line: index + 1)
            } catch {
                let failure = Failure(line: index + 1, message: error.message)
                guard let names, !names.contains(LineReader.name(of: line)) else { throw failure }
                skipped.append(failure)
            }
        }
    }
}

/// A fault of a line.
private struct LineError: Error {
    var message: String
}

/// Reads one line from its beginning to its end.
private struct LineReader {
    var rest: ArraySlice<UInt8>

    /// The name that a line begins with, `export` aside, whatever follows it.
    static func name(of line: ArraySlice<UInt8>) -> String {
        var reader = Self(rest: line)
        reader.skipBlanks()
        let name = reader.takeName()
        return name == "export" && reader.skipBlanks() ? reader.takeName() : name
    }

    /// The assignment, or nil for a blank line or a comment.
    mutating func read() throws(LineError) -> (name: String, value: String)? {
        skipBlanks()
        guard let first = rest.first, first != UInt8(ascii: "#") else { return nil }
        var name = takeName()
        if name == "export", skipBlanks() { name = takeName() }
        guard !name.isEmpty, rest.popFirst() == UInt8(ascii: "=") else {
            throw LineError(
                message: "must be NAME=VALUE without blanks around the '=', or a comment")
        }
        let value = try takeValue()
        let hasBlank = skipBlanks()
        guard rest.isEmpty || hasBlank && rest.first == UInt8(ascii: "#") else {
            throw LineError(
                message: "has something after its value; put single quotes around the value")
        }
        guard let text = String(validating: value, as: UTF8.self), !value.contains(0) else {
            throw LineError(message: "has a value that is not UTF-8 text")
        }
        return (name, text)
    }

    @discardableResult
    private mutating func skipBlanks() -> Bool {
        let count = rest.count
        rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        return rest.count < count
    }

    private mutating func takeName() -> String {
        let name = rest.prefix { byte in
            byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
        rest = rest.dropFirst(name.count)
        guard let first = name.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
        else { return "" }
        return String(decoding: name, as: UTF8.self)
    }

    private mutating func takeValue() throws(LineError) -> [UInt8] {
        var value: [UInt8] = []
        while let byte = rest.first {
            switch byte {
            case UInt8(ascii: "'"): value += try takeSingleQuoted()
            case UInt8(ascii: "\""): value += try takeDoubleQuoted()
            case UInt8(ascii: " "), UInt8(ascii: "\t"): return value
            default:
                guard Self.isPlain(byte) else {
                    throw LineError(
                        message: "has a character that a shell would not take as it is; "
                            + "put single quotes around the value")
                }
                value.append(byte)
                rest.removeFirst()
            }
        }
        return value
    }

    private mutating func takeSingleQuoted() throws(LineError) -> ArraySlice<UInt8> {
        rest.removeFirst()
        guard let end = rest.firstIndex(of: UInt8(ascii: "'")) else {
            throw LineError(message: "has a single quote that is not closed on its line")
        }
        defer { rest = rest[(end + 1)...] }
        return rest[..<end]
    }

    private mutating func takeDoubleQuoted() throws(LineError) -> [UInt8] {
        rest.removeFirst()
        var text: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return text
            case UInt8(ascii: "$"), UInt8(ascii: "`"):
                throw LineError(
                    message: "has a '$' or a backtick, and this file is data that is never run; "
                        + "put single quotes around the value")
            case UInt8(ascii: "\\"):
                let escapable: [UInt8] = Array("\"\\$`".utf8)
                if let next = rest.first, escapable.contains(next) {
                    text.append(next)
                    rest.removeFirst()
                } else {
                    text.append(byte)
                }
            default: text.append(byte)
            }
        }
        throw LineError(message: "has a double quote that is not closed on its line")
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...0xFF:
            true
        default: Array("._-/:@%+,=".utf8).contains(byte)
        }
    }
}
