#if RabbitMQManagement || Docker
    /// Gets parts of a JSON text as soon as they are read, on the thread that reads them.
    package protocol JSONReceiver: AnyObject {
        /// Takes one part.
        func receive(_ value: JSONValue)
    }

    /// Reads one JSON text (RFC 8259) as its bytes come, strictly: no comments, no trailing commas, no
    /// byte order mark.
    ///
    /// It keeps what its shape names, and nothing else: what an answer costs does not depend on how
    /// long it is. The depth is limited here.
    package struct JSONParser {
        /// The parts that a receiver gets as soon as they are read.
        package enum Streaming: Sendable {
            /// The elements of the text, which is an array.
            case elements
            /// Text after text, with nothing or blanks in between.
            case values
        }

        /// The maximum depth of nested arrays and objects; what RabbitMQ and Docker answer has five
        /// levels, and what senders nest in headers is ignored.
        static let deepest = 64

        private enum Expected {
            case value
            case elementOrEnd
            case nameOrEnd
            case name
            case colon
            case commaOrEnd
            case nothing
        }

        /// One of the three words, and how much of it was read.
        private struct Word {
            var text: StaticString
            var count = 1
            var value: JSONValue
        }

        /// An array or object that is not closed.
        private struct Level {
            var isObject: Bool
            var shape: JSONShape
            var count = 0
            var elements: [JSONValue] = []
            var members: [String: JSONValue] = [:]
            /// The name of the member that is read; nil where it is not kept.
            var name: String?

            /// Whether the element that was read last is kept.
            var keepsElement: Bool {
                let (shape, most, _) = shape.ofElements
                return !shape.isNothing && count <= most
            }
        }

        private var levels: [Level] = []
        private var expected = Expected.value
        // The token that is read; at most one is there.
        private var text: JSONTextReader?
        private var isName = false
        private var number: JSONNumberReader?
        private var word: Word?
        private var offset = 0
        private var result: JSONValue?
        /// The parts of the next value that are kept.
        private var shape: JSONShape
        private let whole: JSONShape
        private let receiver: (any JSONReceiver, Streaming)?

        /// Begins a text.
        ///
        /// - Parameters:
        ///   - shape: What is kept of it.
        ///   - receiver: Who gets its parts as soon as they are read; nil: nobody.
        init(keeping shape: JSONShape, to receiver: (any JSONReceiver, Streaming)? = nil) {
            self.shape = shape
            whole = shape
            self.receiver = receiver
        }

        /// Reads the whole of `bytes`.
        ///
        /// - Throws: `JSONError`, at the first byte that is wrong.
        package static func parse(
            _ bytes: [UInt8], keeping shape: JSONShape = .everything
        ) throws(JSONError) -> JSONValue {
            var parser = Self(keeping: shape)
            for byte in bytes { try parser.take(byte) }
            return try parser.finish()
        }

        /// Reads the next byte.
        mutating func take(_ byte: UInt8) throws(JSONError) {
            defer { offset += 1 }
            if let isClosed = try text?.take(byte, at: offset) {
                if isClosed { try endText() }
            } else if let isPart = try number?.take(byte, at: offset) {
                guard !isPart else { return }
                try endNumber()
                try takeStructure(byte)
            } else if word != nil {
                try takeWord(byte)
            } else {
                try takeStructure(byte)
            }
        }

        /// Ends the text.
        ///
        /// - Returns: What was kept; what stands in the place of a value that was not is `null`.
        /// - Throws: `.unexpectedEnd` where it is not whole.
        mutating func finish() throws(JSONError) -> JSONValue {
            if number?.isWhole == true { try endNumber() }
            let isBetween = levels.isEmpty && text == nil && number == nil && word == nil
            if receiver?.1 == .values, isBetween { return result ?? .null }
            guard let result else { throw .unexpectedEnd }
            return result
        }

        // MARK: - Structure

        private mutating func takeStructure(_ byte: UInt8) throws(JSONError) {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: return
            default: break
            }
            switch (expected, byte) {
            case (.elementOrEnd, UInt8(ascii: "]")), (.nameOrEnd, UInt8(ascii: "}")):
                try close(byte)
            case (.commaOrEnd, UInt8(ascii: "]")), (.commaOrEnd, UInt8(ascii: "}")):
                try close(byte)
            case (.commaOrEnd, UInt8(ascii: ",")): beginNext()
            case (.name, UInt8(ascii: "\"")), (.nameOrEnd, UInt8(ascii: "\"")):
                let longest = levels.last?.shape.longestName ?? 0
                text = JSONTextReader(start: offset, longest: longest > 0 ? longest : nil)
                isName = true
            case (.colon, UInt8(ascii: ":")): expected = .value
            case (.value, _), (.elementOrEnd, _): try beginValue(byte)
            default: throw .unexpectedByte(at: offset)
            }
        }

        private mutating func beginValue(_ byte: UInt8) throws(JSONError) {
            try countElement()
            switch byte {
            case UInt8(ascii: "{"): try open(isObject: true)
            case UInt8(ascii: "["): try open(isObject: false)
            case UInt8(ascii: "\""):
                text = JSONTextReader(start: offset, longest: shape.longestText)
                isName = false
            case UInt8(ascii: "t"): word = Word(text: "true", value: .boolean(true))
            case UInt8(ascii: "f"): word = Word(text: "false", value: .boolean(false))
            case UInt8(ascii: "n"): word = Word(text: "null", value: .null)
            default:
                let isKept = shape.longestText != nil
                guard let reader = JSONNumberReader(byte, start: offset, isKept: isKept) else {
                    throw .unexpectedByte(at: offset)
                }
                number = reader
            }
        }

        private mutating func countElement() throws(JSONError) {
            // A copy of a level would make every change of its values copy all of them.
            let index = levels.count - 1
            guard index >= 0, !levels[index].isObject else { return }
            let limit = levels[index].shape.ofElements
            levels[index].count += 1
            guard levels[index].count > limit.most else { return }
            guard limit.passesOver else { throw .tooMany }
            shape = .nothing
        }

        private mutating func open(isObject: Bool) throws(JSONError) {
            guard levels.count < Self.deepest else { throw .tooDeep }
            levels.append(Level(isObject: isObject, shape: shape))
            expected = isObject ? .nameOrEnd : .elementOrEnd
            if !isObject { shape = shape.ofElements.shape }
        }

        private mutating func close(_ byte: UInt8) throws(JSONError) {
            guard levels.last?.isObject == (byte == UInt8(ascii: "}")) else {
                throw .unexpectedByte(at: offset)
            }
            let level = levels.removeLast()
            try end(level.isObject ? .object(level.members) : .array(level.elements))
        }

        private mutating func beginNext() {
            guard let level = levels.last else { return }
            expected = level.isObject ? .name : .value
            if !level.isObject { shape = level.shape.ofElements.shape }
        }

        // MARK: - Ends

        private mutating func takeWord(_ byte: UInt8) throws(JSONError) {
            guard let word else { return }
            guard word.text.utf8Start[word.count] == byte else {
                throw .unexpectedByte(at: offset)
            }
            self.word?.count += 1
            guard word.count + 1 == word.text.utf8CodeUnitCount else { return }
            self.word = nil
            try end(word.value)
        }

        private mutating func endText() throws(JSONError) {
            let text = try text?.text()
            self.text = nil
            guard isName else { return try end(text.map { .text($0) } ?? .null) }
            let index = levels.count - 1
            let isFull = levels[index].members.count >= levels[index].shape.mostMembers
            shape = isFull ? .nothing : text.map { levels[index].shape.ofMember($0) } ?? .nothing
            levels[index].name = shape.isNothing ? nil : text
            expected = .colon
        }

        private mutating func endNumber() throws(JSONError) {
            let value = try number?.value() ?? .null
            number = nil
            try end(value)
        }

        private mutating func end(_ value: JSONValue) throws(JSONError) {
            let index = levels.count - 1
            guard index >= 0 else {
                result = value
                expected = .nothing
                if let receiver, receiver.1 == .values {
                    receiver.0.receive(value)
                    shape = whole
                    expected = .value
                }
                return
            }
            expected = .commaOrEnd
            if levels[index].isObject {
                if let name = levels[index].name { levels[index].members[name] = value }
            } else if let receiver, receiver.1 == .elements, index == 0 {
                receiver.0.receive(value)
            } else if levels[index].keepsElement {
                levels[index].elements.append(value)
            }
        }
    }
#endif
