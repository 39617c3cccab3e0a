internal import DockerNetworkProgram

/// A JSON object as text, of which single members are changed and every other byte stays.
///
/// It knows as much of RFC 8259 as it takes to find the members of the outermost object.
struct JSONDocument: Hashable, Sendable {
    /// A reason why a text is no object, in a few words.
    struct Flaw: Error, Hashable, Sendable {
        /// The place of the fault, in bytes from the beginning.
        let offset: Int
        /// The text that is expected there.
        let expected: String
    }

    private struct Member: Hashable, Sendable {
        var name: String
        var value: Range<Int>
    }

    private(set) var bytes: [UInt8]
    private var members: [Member] = []
    /// The positions of the outermost `{` and `}`.
    private var braces = 0..<0

    /// Finds the members of a text; one of blanks alone is an empty object.
    ///
    /// - Throws: ``Flaw`` if it is no JSON object.
    init(_ text: [UInt8]) throws(Flaw) {
        bytes = text
        var scanner = JSONScanner(text)
        scanner.skipBlanks()
        if scanner.isAtEnd { bytes = Array("{\n}\n".utf8) }
        try read()
    }

    /// The text of a member's value; nil if there is no such member.
    subscript(name: String) -> String? {
        members.last { $0.name == name }.map { String(decoding: bytes[$0.value], as: UTF8.self) }
    }

    /// The strings of a member that is an array of nothing else; nil if it is something else.
    func strings(_ name: String) -> [String]? {
        guard let member = members.last(where: { $0.name == name }) else { return nil }
        var scanner = JSONScanner(bytes, at: member.value.lowerBound)
        return try? scanner.arrayOfStrings()
    }

    /// Gives a member a value, and adds the member in the file's own indentation if it is missing.
    ///
    /// - Parameters:
    ///   - name: The member's name.
    ///   - value: Its new value, as JSON.
    mutating func set(_ name: String, to value: String) {
        if let member = members.last(where: { $0.name == name }) {
            bytes.replaceSubrange(member.value, with: value.utf8)
        } else if let last = members.last {
            // `{"a": 1}` has no blank there, and one is usual behind a comma.
            let gap = betweenMembers.isEmpty ? Array(" ".utf8) : Array(bytes[betweenMembers])
            let text = Array(",".utf8) + gap + Array("\(JSONText.string(name)): \(value)".utf8)
            bytes.insert(contentsOf: text, at: last.value.upperBound)
        } else {
            let text = "{\(newline)  \(JSONText.string(name)): \(value)\(newline)}"
            bytes.replaceSubrange(braces, with: text.utf8)
        }
        // What was an object before is one now.
        try? read()
    }

    /// The range between the `{` and the first member, or a `,` and the next: the indentation.
    private var betweenMembers: Range<Int> {
        let start = braces.lowerBound + 1
        var scanner = JSONScanner(bytes, at: start)
        scanner.skipBlanks()
        return start..<scanner.position
    }

    private var newline: String { bytes.contains(UInt8(ascii: "\r")) ? "\r\n" : "\n" }

    private mutating func read() throws(Flaw) {
        var scanner = JSONScanner(bytes)
        members = []
        scanner.skipBlanks()
        let start = scanner.position
        try scanner.take("{")
        scanner.skipBlanks()
        if scanner.peek != UInt8(ascii: "}") {
            repeat {
                scanner.skipBlanks()
                let name = try scanner.string()
                scanner.skipBlanks()
                try scanner.take(":")
                scanner.skipBlanks()
                let value = scanner.position
                try scanner.skipValue(depth: 0)
                members.append(Member(name: name, value: value..<scanner.position))
                scanner.skipBlanks()
            } while scanner.takes(",")
        }
        try scanner.take("}")
        braces = start..<scanner.position
        scanner.skipBlanks()
        guard scanner.isAtEnd else { throw Flaw(offset: scanner.position, expected: "the end") }
    }
}

/// Goes through a JSON text from left to right.
private struct JSONScanner {
    private let bytes: [UInt8]
    private(set) var position: Int
    private static let deepest = 64

    init(_ bytes: [UInt8], at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    var isAtEnd: Bool { position == bytes.count }
    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipBlanks() {
        while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }

    mutating func takes(_ character: Unicode.Scalar) -> Bool {
        guard let peek, UInt32(peek) == character.value else { return false }
        position += 1
        return true
    }

    mutating func take(_ character: Unicode.Scalar) throws(JSONDocument.Flaw) {
        guard takes(character) else { throw flaw("'\(character)'") }
    }

    /// A string, escapes of single characters resolved; others stay as they are, which no name has
    /// that is looked for here.
    mutating func string() throws(JSONDocument.Flaw) -> String {
        try take("\"")
        var text: [UInt8] = []
        while let byte = peek, byte >= 0x20 {
            position += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
            text.append(byte)
            guard byte == UInt8(ascii: "\\"), let next = peek else { continue }
            position += 1
            if next == UInt8(ascii: "\"") || next == UInt8(ascii: "/") || next == byte {
                text.removeLast()
            }
            text.append(next)
        }
        throw flaw("the end of a string")
    }

    mutating func arrayOfStrings() throws(JSONDocument.Flaw) -> [String] {
        var strings: [String] = []
        try take("[")
        skipBlanks()
        guard !takes("]") else { return [] }
        repeat {
            skipBlanks()
            strings.append(try string())
            skipBlanks()
        } while takes(",")
        try take("]")
        return strings
    }

    mutating func skipValue(depth: Int) throws(JSONDocument.Flaw) {
        guard depth < Self.deepest else { throw flaw("less depth") }
        switch peek {
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "{"): try skipList("}", depth, isObject: true)
        case UInt8(ascii: "["): try skipList("]", depth, isObject: false)
        default: try skipWord()
        }
    }

    private mutating func skipList(
        _ end: Unicode.Scalar, _ depth: Int, isObject: Bool
    ) throws(JSONDocument.Flaw) {
        position += 1
        skipBlanks()
        guard !takes(end) else { return }
        repeat {
            skipBlanks()
            if isObject {
                _ = try string()
                skipBlanks()
                try take(":")
                skipBlanks()
            }
            try skipValue(depth: depth + 1)
            skipBlanks()
        } while takes(",")
        try take(end)
    }

    /// A number, `true`, `false` or `null`.
    private mutating func skipWord() throws(JSONDocument.Flaw) {
        let start = position
        while let byte = peek, byte > 0x20, !",]}".utf8.contains(byte) { position += 1 }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        let isNumber =
            word.utf8.first.map { "-0123456789".utf8.contains($0) } == true
            && word.utf8.allSatisfy { "+-.eE0123456789".utf8.contains($0) }
        guard isNumber || ["true", "false", "null"].contains(word) else {
            position = start
            throw flaw("a value")
        }
    }

    private func flaw(_ expected: String) -> JSONDocument.Flaw {
        JSONDocument.Flaw(offset: position, expected: expected)
    }
}
