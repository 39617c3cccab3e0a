/// Walks through the bytes of a TOML document (toml.io, version 1.0.0) and counts its lines.
///
/// Every call that returns without saying "at the end" has moved on, whatever the bytes are.
struct TOMLScanner {
    private let bytes: [UInt8]
    private var position = 0
    /// The line the scanner is in, from 1.
    private(set) var line = 1

    init(_ document: some Sequence<UInt8>) {
        bytes = Array(document)
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func advance() {
        if current == UInt8(ascii: "\n") { line += 1 }
        position += 1
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
            guard let byte = current, byte < 0x80 else { return false }
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
        while let byte = current {
            advance()
            if byte == UInt8(ascii: "\n") { return }
        }
    }

    /// Reads `a."b.c".d`; at least one byte is taken where there is one.
    mutating func dottedKey() -> [String] {
        var keys: [String] = []
        repeat {
            skipBlanks(withNewlines: false)
            guard let byte = current else { return keys }
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                keys.append(quotedText(byte))
            } else {
                keys.append(bareKey())
            }
        } while take(UInt8(ascii: "."))
        return keys
    }

    private mutating func bareKey() -> String {
        let start = position
        while let byte = current, Self.isBare(byte) { advance() }
        if position == start { advance() }
        return String(decoding: bytes[start..<min(position, bytes.count)], as: UTF8.self)
    }

    /// Reads a string of one line; escapes stay as they are written, as no key of ours has one.
    private mutating func quotedText(_ quote: UInt8) -> String {
        advance()
        let start = position
        while let byte = current, byte != quote, byte != UInt8(ascii: "\n") {
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") { advance() }
            advance()
        }
        let text = String(decoding: bytes[start..<min(position, bytes.count)], as: UTF8.self)
        advance()
        return text
    }

    /// Skips a string, a number, a date or a word.
    mutating func skipScalar() {
        guard let byte = current else { return }
        guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") else {
            skipWord()
            return
        }
        let triple = [byte, byte, byte]
        guard bytes[position...].starts(with: triple) else {
            _ = quotedText(byte)
            return
        }
        position += 3
        while current != nil, !bytes[position...].starts(with: triple) {
            if current == UInt8(ascii: "\\"), byte == UInt8(ascii: "\"") { advance() }
            advance()
        }
        // Up to two more quotes belong to the text.
        while current == byte { advance() }
    }

    private mutating func skipWord() {
        advance()
        while let byte = current {
            switch byte {
            case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "\n"),
                UInt8(ascii: "#"):
                return
            default: advance()
            }
        }
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            0x80...0xFF:
            true
        default: false
        }
    }
}
