/// The line of every key of a TOML document, which the TOML library does not tell.
///
/// It judges nothing but how headers and values begin: where a text surprises it otherwise, it
/// skips on and knows fewer lines.
package struct SettingLines: Sendable {
    private var lines: [SettingPath: Int] = [:]
    /// The first line where a header names nothing or a value is missing; nil: there is none.
    package private(set) var malformedLine: Int?

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
            if !scanner.isAtKey { noteMalformed(line) }
            let keys = scanner.dottedKey()
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

    private mutating func noteMalformed(_ line: Int) {
        if malformedLine == nil { malformedLine = line }
    }

    /// Reads `key = value`, the scanner being at the key.
    private mutating func readPair(in table: SettingPath, from scanner: inout TOMLScanner) {
        let line = scanner.line
        var path = table
        for key in scanner.dottedKey() {
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
        if !scanner.isAtValue { noteMalformed(scanner.line) }
        if scanner.take(UInt8(ascii: "[")) {
            readArray(at: path, from: &scanner)
        } else if scanner.take(UInt8(ascii: "{")) {
            readInlineTable(at: path, from: &scanner)
        } else {
            scanner.skipScalar()
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
