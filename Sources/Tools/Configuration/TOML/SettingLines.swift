/// The line of every key of a TOML document, which the TOML library does not tell.
///
/// It judges only what the library would not survive: where a text surprises it otherwise, it
/// skips on and knows fewer lines.
package struct SettingLines: Sendable {
    /// What no document may have.
    package struct Flaw: Hashable, Sendable {
        /// The line, from 1.
        package var line: Int
        /// What is wrong there.
        package var message: String
    }

    private var lines: [SettingPath: Int] = [:]
    /// The first thing that the library would not survive; nil: there is none.
    package private(set) var flaw: Flaw?

    /// Finds the keys of a document.
    package init(_ document: some Sequence<UInt8>) {
        var scanner = TOMLScanner(document)
        var arrayCounts: [SettingPath: Int] = [:]
        var table = SettingPath()
        while scanner.skipToStatement() {
            let line = scanner.line
            guard scanner.take(UInt8(ascii: "[")) else {
                readPair(in: table, from: &scanner)
                continue
            }
            let isArray = scanner.take(UInt8(ascii: "["))
            table = SettingPath()
            if !scanner.isAtKey { noteFlaw(line, "a header must name a table") }
            let keys = scanner.dottedKey()
            guard !isTooDeep(keys.count, &scanner) else { break }
            for (position, key) in keys.enumerated() {
                table = table.appending(key)
                note(table, line)
                if isArray, position == keys.count - 1 { arrayCounts[table, default: 0] += 1 }
                // A header goes on from the last element of an array of tables.
                if let count = arrayCounts[table] {
                    table = table.appending(index: count - 1)
                    note(table, line)
                }
            }
            scanner.skipLine()
        }
        if let other = scanner.flaw, other.line < flaw?.line ?? .max { flaw = other }
    }

    /// The line of a value, from 1, or of the nearest value around it; nil where no key is known.
    package func line(of path: SettingPath) -> Int? {
        var path = path
        while !path.steps.isEmpty {
            if let line = lines[path] { return line }
            path.steps.removeLast()
        }
        return nil
    }

    private mutating func note(_ path: SettingPath, _ line: Int) {
        if lines[path] == nil { lines[path] = line }
    }

    private mutating func noteFlaw(_ line: Int, _ message: String) {
        if flaw == nil { flaw = Flaw(line: line, message: message) }
    }

    /// Whether something stands so deep that reading it, here and in the library, could use up
    /// the stack; then the rest is left alone.
    private mutating func isTooDeep(_ depth: Int, _ scanner: inout TOMLScanner) -> Bool {
        guard depth > TOMLScanner.deepest else { return false }
        noteFlaw(
            scanner.line, "no setting lies deeper than \(TOMLScanner.deepest) keys and brackets")
        scanner.stop()
        return true
    }

    /// Reads `key = value`, the scanner being at the key.
    private mutating func readPair(in table: SettingPath, from scanner: inout TOMLScanner) {
        let line = scanner.line
        var path = table
        let keys = scanner.dottedKey()
        guard !isTooDeep(path.steps.count + keys.count, &scanner) else { return }
        for key in keys {
            path = path.appending(key)
            note(path, line)
        }
        guard scanner.take(UInt8(ascii: "=")) else {
            scanner.skipLine()
            return
        }
        readValue(at: path, from: &scanner)
    }

    private mutating func readValue(at path: SettingPath, from scanner: inout TOMLScanner) {
        scanner.skipBlanks(withNewlines: false)
        note(path, scanner.line)
        guard !isTooDeep(path.steps.count, &scanner) else { return }
        if !scanner.isAtValue { noteFlaw(scanner.line, "a key or a comma needs a value") }
        if scanner.take(UInt8(ascii: "[")) {
            readArray(at: path, from: &scanner)
        } else if scanner.take(UInt8(ascii: "{")) {
            readInlineTable(at: path, from: &scanner)
        } else {
            let line = scanner.line
            if !scanner.skipScalar() {
                noteFlaw(line, "a date or time looks like 1979-05-27T07:32:00Z")
            }
        }
    }

    private mutating func readArray(at path: SettingPath, from scanner: inout TOMLScanner) {
        var index = 0
        while scanner.skipBlanks(withNewlines: true), !scanner.take(UInt8(ascii: "]")) {
            readValue(at: path.appending(index: index), from: &scanner)
            index += 1
            scanner.skipBlanks(withNewlines: true)
            _ = scanner.take(UInt8(ascii: ","))
        }
    }

    private mutating func readInlineTable(at path: SettingPath, from scanner: inout TOMLScanner) {
        while scanner.skipBlanks(withNewlines: true), !scanner.take(UInt8(ascii: "}")) {
            readPair(in: path, from: &scanner)
            scanner.skipBlanks(withNewlines: true)
            _ = scanner.take(UInt8(ascii: ","))
        }
    }
}
