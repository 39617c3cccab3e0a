/// Walks through the bytes of a TOML document, and counts its lines.
struct TOMLScanner {
    private let bytes: [UInt8]
    private var position = 0
    /// The line the scanner is in, from 1.
    private(set) var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Returns a fault at this place.
    func fault(_ message: String) -> TOMLDocument.Fault {
        TOMLDocument.Fault(line: line, message: message)
    }

    func checkDepth(_ depth: Int) throws(TOMLDocument.Fault) {
        guard depth > TOMLDocument.deepest else { return }
        throw fault("no setting lies deeper than \(TOMLDocument.deepest) keys and brackets")
    }

    // MARK: - Bytes

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func startsWith(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[position...].starts(with: $0) }
    }

    /// Whether a character is the next.
    func isAt(_ character: Unicode.Scalar) -> Bool { current == UInt8(ascii: character) }

    /// Takes a character if it is the next after blanks of this line.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard isAt(character) else { return false }
        position += 1
        return true
    }

    private mutating func takeText(_ text: StaticString) -> Bool {
        guard startsWith(text) else { return false }
        position += text.utf8CodeUnitCount
        return true
    }

    private mutating func takeLineEnd() -> Bool {
        guard takeText("\n") || takeText("\r\n") else { return false }
        line += 1
        return true
    }

    // MARK: - Between values

    mutating func skipBlanks() {
        while let byte = current, Self.isBlank(byte) { position += 1 }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    /// Skips blanks, comments and ends of lines.
    mutating func skipBlanksAndLines() throws(TOMLDocument.Fault) {
        repeat {
            skipBlanks()
            try skipComment()
        } while takeLineEnd()
    }

    /// Skips to the next header or key; false at the end.
    mutating func skipToStatement() throws(TOMLDocument.Fault) -> Bool {
        try skipBlanksAndLines()
        return current != nil
    }

    /// Skips the end of a line on which nothing more may stand.
    mutating func endLine() throws(TOMLDocument.Fault) {
        skipBlanks()
        try skipComment()
        guard takeLineEnd() || current == nil else {
            throw fault("the line goes on where it must end")
        }
    }

    private mutating func skipComment() throws(TOMLDocument.Fault) {
        guard isAt("#") else { return }
        while let byte = current, !startsWith("\n"), !startsWith("\r\n") {
            try checkText(byte)
            position += 1
        }
    }

    /// Rejects control characters: only the tabulator may stand in texts and comments.
    private func checkText(_ byte: UInt8) throws(TOMLDocument.Fault) {
        guard byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F else { return }
        throw fault("a control character may not stand here")
    }

    // MARK: - Keys

    /// Whether a key begins here: a bare one, or one in quotes.
    var isAtKey: Bool {
        guard let byte = current else { return false }
        return Self.isBare(byte) || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
    }

    /// Reads `a."b.c".d`.
    mutating func dottedKey() throws(TOMLDocument.Fault) -> [String] {
        var keys: [String] = []
        repeat {
            skipBlanks()
            guard isAtKey else {
                throw fault("a key is of ASCII letters, digits, _ and -, or in quotes")
            }
            keys.append(try key())
            try checkDepth(keys.count)
        } while take(".")
        return keys
    }

    private mutating func key() throws(TOMLDocument.Fault) -> String {
        if takeText("\"") { return try basicText(end: "\"") }
        if takeText("'") { return try literalText(end: "'") }
        let start = position
        while let byte = current, Self.isBare(byte) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    // MARK: - Values

    /// Reads a text, a number, a date, `true` or `false`.
    mutating func scalar() throws(TOMLDocument.Fault) -> SettingValue {
        if takeText("\"\"\"") {
            _ = takeLineEnd()
            return .string(try basicText(end: "\"\"\""))
        }
        if takeText("'''") {
            _ = takeLineEnd()
            return .string(try literalText(end: "'''"))
        }
        if takeText("\"") { return .string(try basicText(end: "\"")) }
        if takeText("'") { return .string(try literalText(end: "'")) }
        return try TOMLWord(word()).value { fault($0) }
    }

    /// Reads up to what ends a value, without the blanks before that.
    private mutating func word() -> ArraySlice<UInt8> {
        let start = position
        while let byte = current, !Self.endsWord(byte) { position += 1 }
        var word = bytes[start..<position]
        while let last = word.last, Self.isBlank(last) { word.removeLast() }
        return word
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "#"),
            UInt8(ascii: "\n"), UInt8(ascii: "\r"):
            true
        default: false
        }
    }

    /// Reads a text as it stands, up to its quotes.
    private mutating func literalText(end: StaticString) throws(TOMLDocument.Fault) -> String {
        var text: [UInt8] = []
        while !takeEnd(end, &text) { try takeByte(into: &text, end: end) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads a text with escapes, up to its quotes.
    private mutating func basicText(end: StaticString) throws(TOMLDocument.Fault) -> String {
        var text: [UInt8] = []
        while !takeEnd(end, &text) {
            if takeText("\\") {
                try takeEscape(into: &text, end: end)
            } else {
                try takeByte(into: &text, end: end)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Takes the quotes that end a text; up to two more before them belong to it.
    private mutating func takeEnd(_ end: StaticString, _ text: inout [UInt8]) -> Bool {
        guard startsWith(end) else { return false }
        let quote = bytes[position]
        position += end.utf8CodeUnitCount
        guard end.utf8CodeUnitCount > 1 else { return true }
        for _ in 0..<2 where current == quote {
            text.append(quote)
            position += 1
        }
        return true
    }

    private mutating func takeByte(
        into text: inout [UInt8], end: StaticString
    ) throws(TOMLDocument.Fault) {
        guard let byte = current, byte != UInt8(ascii: "\n") || end.utf8CodeUnitCount > 1 else {
            throw fault("a text has no quotes at its end")
        }
        if end.utf8CodeUnitCount > 1, takeLineEnd() { return text.append(UInt8(ascii: "\n")) }
        try checkText(byte)
        text.append(byte)
        position += 1
    }

    /// Reads what stands behind a backslash.
    private mutating func takeEscape(
        into text: inout [UInt8], end: StaticString
    ) throws(TOMLDocument.Fault) {
        if end.utf8CodeUnitCount > 1, takeContinuation() { return }
        guard let byte = current else { throw fault("a text has no quotes at its end") }
        position += 1
        switch byte {
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(byte)
        case UInt8(ascii: "u"): text += try escapedCharacter(digits: 4)
        case UInt8(ascii: "U"): text += try escapedCharacter(digits: 8)
        default: throw fault("there is no such escape; a path or a pattern goes into single quotes")
        }
    }

    /// Skips the end of a line behind a backslash, and all blanks and ends of lines after it.
    private mutating func takeContinuation() -> Bool {
        let start = position
        skipBlanks()
        guard takeLineEnd() else {
            position = start
            return false
        }
        repeat { skipBlanks() } while takeLineEnd()
        return true
    }

    private mutating func escapedCharacter(
        digits: Int
    ) throws(TOMLDocument.Fault) -> [UInt8] {
        let word = bytes[position...].prefix(digits)
        let isHexadecimal = word.allSatisfy { TOMLWord.digit($0, radix: 16) != nil }
        guard word.count == digits, isHexadecimal,
            let number = UInt32(String(decoding: word, as: UTF8.self), radix: 16),
            let scalar = Unicode.Scalar(number)
        else { throw fault("an escape must name a Unicode character") }
        guard number != 0 else { throw fault("no setting can hold a NUL") }
        position += digits
        return Array(String(Character(scalar)).utf8)
    }
}
