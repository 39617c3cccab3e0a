/// Walks through the bytes of a TOML document (toml.io, version 1.0.0) and counts its lines.
///
/// Every call that returns without saying "at the end" has moved on, whatever the bytes are.
struct TOMLScanner {
    private let bytes: [UInt8]
    private var position = 0
    /// The line the scanner is in, from 1.
    private(set) var line = 1
    /// The first thing in these bytes that the library would not survive; nil: none yet.
    private(set) var flaw: SettingLines.Flaw?

    /// How many keys one name may have; more are not read.
    static let deepest = 32

    init(_ document: some Sequence<UInt8>) {
        bytes = Array(document)
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func advance() {
        if let byte = current, byte >= 0x80 {
            noteFlaw("only strings and comments may have other than ASCII characters")
        }
        advanceInText()
    }

    private mutating func noteFlaw(_ message: String) {
        if flaw == nil { flaw = SettingLines.Flaw(line: line, message: message) }
    }

    /// Moves on inside a string or a comment, where any character may stand.
    private mutating func advanceInText() {
        if current == UInt8(ascii: "\n") { line += 1 }
        position += 1
    }

    /// Leaves the rest of the document alone.
    mutating func stop() {
        position = bytes.count
    }

    /// Takes one byte if it is the next after blanks of this line.
    mutating func take(_ byte: UInt8) -> Bool {
        skipBlanks(withNewlines: false)
        guard current == byte else { return false }
        advance()
        return true
    }

    /// Skips blanks and, where asked, newlines and comments; false at the end.
    @discardableResult
    mutating func skipBlanks(withNewlines: Bool) -> Bool {
        while let byte = current {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"): advance()
            case UInt8(ascii: "\n") where withNewlines, UInt8(ascii: "\r") where withNewlines:
                advance()
            case UInt8(ascii: "#") where withNewlines: skipLine()
            default: return true
            }
        }
        return false
    }

    /// Whether a key begins after blanks of this line: an ASCII bare one, or one in quotes.
    var isAtKey: Bool {
        mutating get {
            skipBlanks(withNewlines: false)
            guard let byte = current else { return false }
            return Self.isBare(byte) || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
        }
    }

    /// Whether a value may begin here: it does with a printable ASCII character that ends none.
    var isAtValue: Bool {
        guard let byte = current, (0x21...0x7E).contains(byte) else { return false }
        return !Array(",]}#".utf8).contains(byte)
    }

    /// Skips to the next header or key; false at the end.
    mutating func skipToStatement() -> Bool {
        skipBlanks(withNewlines: true)
    }

    /// Skips the rest of the line and its end.
    mutating func skipLine() {
        var isComment = false
        while let byte = current {
            if byte == UInt8(ascii: "#") { isComment = true }
            if isComment { advanceInText() } else { advance() }
            if byte == UInt8(ascii: "\n") { return }
        }
    }

    /// Reads `a."b.c".d`, at least one byte where there is one.
    ///
    /// Of a name with too many keys, one more than there may be is read.
    mutating func dottedKey() -> [String] {
        var keys: [String] = []
        repeat {
            skipBlanks(withNewlines: false)
            guard let byte = current else { return keys }
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                if bytes[position...].starts(with: [byte, byte, byte]) {
                    noteFlaw("a key cannot have three quotes")
                }
                keys.append(quotedText(byte))
            } else {
                keys.append(bareKey())
            }
        } while keys.count <= Self.deepest && take(UInt8(ascii: "."))
        return keys
    }

    private mutating func bareKey() -> String {
        let start = position
        while let byte = current, Self.isBare(byte) { advance() }
        if position == start { advance() }
        return String(decoding: bytes[start..<min(position, bytes.count)], as: UTF8.self)
    }

    /// Reads a string of one line; escapes stay as they are written, as no known key has one.
    private mutating func quotedText(_ quote: UInt8) -> String {
        advance()
        let start = position
        while let byte = current, byte != quote, byte != UInt8(ascii: "\n") {
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") { advanceInText() }
            advanceInText()
        }
        let text = String(decoding: bytes[start..<min(position, bytes.count)], as: UTF8.self)
        advance()
        return text
    }

    /// Skips a string, a number, a date or a word.
    ///
    /// - Returns: Whether what has a colon without quotes looks like a date or time.
    mutating func skipScalar() -> Bool {
        guard let byte = current else { return true }
        guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") else {
            return TOMLDateShape.allows(word())
        }
        let triple = [byte, byte, byte]
        guard bytes[position...].starts(with: triple) else {
            _ = quotedText(byte)
            return true
        }
        position += 3
        while current != nil, !bytes[position...].starts(with: triple) {
            if current == UInt8(ascii: "\\"), byte == UInt8(ascii: "\"") {
                skipEscape()
            } else {
                advanceInText()
            }
        }
        // Up to two more quotes belong to the text.
        while current == byte { advance() }
        return true
    }

    /// Skips an escape of a text of several lines; the end of a line may be one, with all blanks
    /// after it.
    private mutating func skipEscape() {
        advanceInText()
        if let byte = current, !Array(" \t\r\n".utf8).contains(byte), byte < 0x80 {
            advanceInText()
            return
        }
        while let byte = current, Array(" \t\r\n".utf8).contains(byte) { advanceInText() }
        if let byte = current, byte >= 0x80 {
            noteFlaw("what goes on after a backslash must begin with an ASCII character")
        }
    }

    /// Reads up to what ends a value, without the blanks before that.
    private mutating func word() -> ArraySlice<UInt8> {
        let start = position
        advance()
        while let byte = current, !Array(",]}\n#".utf8).contains(byte) { advance() }
        var word = bytes[start..<min(position, bytes.count)]
        while let last = word.last, Array(" \t\r".utf8).contains(last) { word.removeLast() }
        return word
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
