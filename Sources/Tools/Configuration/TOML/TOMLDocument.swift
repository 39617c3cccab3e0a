/// A document in TOML 1.0.0 (toml.io), and the lines of what stands in it.
struct TOMLDocument: Sendable {
    /// A reason why a text is no such document; it repeats nothing of the text.
    struct Fault: Error {
        /// The line, from 1.
        let line: Int
        /// The fault in words.
        let message: String
    }

    /// The maximum number of keys and brackets that lead to a value: reading it calls itself for
    /// each.
    static let deepest = 32

    /// The values.
    let root: [String: SettingValue]
    private let lines: [SettingPath: Int]

    /// Reads one.
    ///
    /// - Parameter bytes: Its text, which is UTF-8.
    /// - Throws: `Fault` for the first thing that is wrong.
    init(_ bytes: [UInt8]) throws(Fault) {
        var reader = TOMLDocumentReader(bytes)
        root = try reader.read()
        lines = reader.lines
    }

    /// The line of a value, from 1, or of the nearest value around it; nil where no key is known.
    func line(of path: SettingPath) -> Int? {
        var path = path
        while !path.steps.isEmpty {
            if let line = lines[path] { return line }
            path.steps.removeLast()
        }
        return nil
    }
}

/// Reads a document statement by statement.
private struct TOMLDocumentReader {
    private var scanner: TOMLScanner
    private(set) var lines: [SettingPath: Int] = [:]

    init(_ bytes: [UInt8]) {
        scanner = TOMLScanner(bytes)
    }

    mutating func read() throws(TOMLDocument.Fault) -> [String: SettingValue] {
        var root = TOMLTable(.header)
        // The steps from the root to the table whose pairs come next.
        var table = SettingPath()
        while try scanner.skipToStatement() {
            if scanner.take("[") {
                table = try readHeader(in: &root)
            } else {
                try readPair(in: table, of: &root, at: table.steps[...])
            }
            try scanner.endLine()
        }
        return root.values
    }

    private mutating func readHeader(
        in root: inout TOMLTable
    ) throws(TOMLDocument.Fault) -> SettingPath {
        let line = scanner.line
        let isArray = scanner.take("[")
        scanner.skipBlanks()
        guard scanner.isAtKey else { throw scanner.fault("a header must name a table") }
        let keys = try scanner.dottedKey()
        for _ in 0..<(isArray ? 2 : 1) {
            guard scanner.take("]") else { throw scanner.fault("a header ends with a bracket") }
        }
        guard let path = root.open(keys[...], isArray: isArray) else {
            throw scanner.fault("this table is something else already")
        }
        for count in 1...path.count { note(SettingPath(Array(path[..<count])), line) }
        return SettingPath(path)
    }

    private mutating func note(_ path: SettingPath, _ line: Int) {
        if lines[path] == nil { lines[path] = line }
    }

    // MARK: - Values

    /// Reads `key = value` into a table.
    ///
    /// - Parameters:
    ///   - place: Where that table is, for the lines.
    ///   - table: The table, or one around it.
    ///   - steps: The way from the one to the other.
    /// - Throws: What is wrong.
    private mutating func readPair(
        in place: SettingPath, of table: inout TOMLTable, at steps: ArraySlice<SettingPath.Step>
    ) throws(TOMLDocument.Fault) {
        guard scanner.isAtKey else { throw scanner.fault("a line begins with a key or a bracket") }
        let line = scanner.line
        let keys = try scanner.dottedKey()
        var path = place
        for key in keys {
            path = path.appending(key)
            note(path, line)
        }
        guard scanner.take("=") else { throw scanner.fault("a key needs = and a value") }
        let value = try readValue(at: path)
        guard table.insert(value, keys[...], at: steps) else {
            throw TOMLDocument.Fault(line: line, message: "this key has a value already")
        }
    }

    private mutating func readValue(
        at path: SettingPath
    ) throws(TOMLDocument.Fault) -> SettingValue {
        scanner.skipBlanks()
        note(path, scanner.line)
        try scanner.checkDepth(path.steps.count)
        if scanner.take("[") { return .array(try readArray(at: path)) }
        if scanner.take("{") { return .table(try readInlineTable(at: path)) }
        return try scanner.scalar()
    }

    private mutating func readArray(
        at path: SettingPath
    ) throws(TOMLDocument.Fault) -> [SettingValue] {
        var values: [SettingValue] = []
        try scanner.skipBlanksAndLines()
        while !scanner.take("]") {
            values.append(try readValue(at: path.appending(index: values.count)))
            try scanner.skipBlanksAndLines()
            guard scanner.take(",") || scanner.isAt("]") else {
                throw scanner.fault("an array needs a comma or its bracket here")
            }
            try scanner.skipBlanksAndLines()
        }
        return values
    }

    private mutating func readInlineTable(
        at path: SettingPath
    ) throws(TOMLDocument.Fault) -> [String: SettingValue] {
        var table = TOMLTable(.header)
        scanner.skipBlanks()
        guard !scanner.take("}") else { return [:] }
        repeat {
            scanner.skipBlanks()
            try readPair(in: path, of: &table, at: [])
        } while scanner.take(",")
        guard scanner.take("}") else {
            throw scanner.fault("an inline table ends with a brace in its line")
        }
        return table.values
    }
}
