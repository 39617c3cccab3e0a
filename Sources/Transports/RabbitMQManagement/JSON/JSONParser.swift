#if RabbitMQManagement
    /// Reads one JSON text (RFC 8259), strictly: no comments, no trailing commas, no byte order mark.
    ///
    /// The caller limits the size; the depth is limited here.
    struct JSONParser {
        /// How deep arrays and objects may be nested; what RabbitMQ answers has five levels, and what
        /// senders nest in headers is none of ours.
        static let deepest = 64

        private let bytes: [UInt8]
        private var position = 0
        private var depth = 0

        private init(_ bytes: [UInt8]) {
            self.bytes = bytes
        }

        /// Reads the whole of `bytes`.
        ///
        /// - Throws: `JSONError`, at the first byte that is wrong.
        static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
            var parser = Self(bytes)
            let value = try parser.value()
            parser.skipBlanks()
            guard parser.position == bytes.count else {
                throw .unexpectedByte(at: parser.position)
            }
            return value
        }

        private mutating func value() throws(JSONError) -> JSONValue {
            skipBlanks()
            switch try peek() {
            case UInt8(ascii: "{"):
                return try nested { parser throws(JSONError) in try parser.object() }
            case UInt8(ascii: "["):
                return try nested { parser throws(JSONError) in try parser.array() }
            case UInt8(ascii: "\""): return .text(try text())
            case UInt8(ascii: "t"): return try word("true", .boolean(true))
            case UInt8(ascii: "f"): return try word("false", .boolean(false))
            case UInt8(ascii: "n"): return try word("null", .null)
            default: return try number()
            }
        }

        private mutating func nested(
            _ read: (inout Self) throws(JSONError) -> JSONValue
        ) throws(JSONError) -> JSONValue {
            guard depth < Self.deepest else { throw .tooDeep }
            depth += 1
            defer { depth -= 1 }
            position += 1
            return try read(&self)
        }

        private mutating func array() throws(JSONError) -> JSONValue {
            var elements: [JSONValue] = []
            skipBlanks()
            if try take(UInt8(ascii: "]")) { return .array(elements) }
            while true {
                elements.append(try value())
                skipBlanks()
                if try take(UInt8(ascii: "]")) { return .array(elements) }
                try expect(UInt8(ascii: ","))
            }
        }

        private mutating func object() throws(JSONError) -> JSONValue {
            var members: [String: JSONValue] = [:]
            skipBlanks()
            if try take(UInt8(ascii: "}")) { return .object(members) }
            while true {
                skipBlanks()
                let name = try text()
                skipBlanks()
                try expect(UInt8(ascii: ":"))
                members[name] = try value()
                skipBlanks()
                if try take(UInt8(ascii: "}")) { return .object(members) }
                try expect(UInt8(ascii: ","))
            }
        }

        private mutating func word(
            _ word: StaticString, _ value: JSONValue
        ) throws(JSONError) -> JSONValue {
            for index in 0..<word.utf8CodeUnitCount {
                try expect(word.utf8Start[index])
            }
            return value
        }

        // MARK: - Numbers

        /// RFC 8259 section 6; what has neither fraction nor exponent, and fits, is an integer.
        private mutating func number() throws(JSONError) -> JSONValue {
            let start = position
            _ = try take(UInt8(ascii: "-"))
            if try !take(UInt8(ascii: "0")) { try digits() }
            var isInteger = true
            if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
                isInteger = false
                position += 1
                try digits()
            }
            if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
                isInteger = false
                position += 1
                if position < bytes.count,
                    [UInt8(ascii: "+"), UInt8(ascii: "-")]
                        .contains(bytes[position])
                {
                    position += 1
                }
                try digits()
            }
            let text = String(decoding: bytes[start..<position], as: UTF8.self)
            if isInteger, let integer = Int64(text) { return .integer(integer) }
            guard let number = Double(text), number.isFinite else {
                throw .invalidNumber(at: start)
            }
            return .number(number)
        }

        private mutating func digits() throws(JSONError) {
            let start = position
            while position < bytes.count,
                (UInt8(ascii: "0")...UInt8(ascii: "9"))
                    .contains(bytes[position])
            { position += 1 }
            guard position > start else {
                throw position < bytes.count ? .unexpectedByte(at: position) : .unexpectedEnd
            }
        }

        // MARK: - Texts

        /// RFC 8259 section 7.
        private mutating func text() throws(JSONError) -> String {
            let start = position
            try expect(UInt8(ascii: "\""))
            var result: [UInt8] = []
            while true {
                let byte = try peek()
                position += 1
                switch byte {
                case UInt8(ascii: "\""):
                    guard let text = String(validating: result, as: UTF8.self) else {
                        throw .invalidText(at: start)
                    }
                    return text
                case UInt8(ascii: "\\"): try escape(into: &result)
                case 0..<0x20: throw .unexpectedByte(at: position - 1)
                default: result.append(byte)
                }
            }
        }

        private mutating func escape(into result: inout [UInt8]) throws(JSONError) {
            let byte = try peek()
            position += 1
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "u"): result.append(contentsOf: String(try scalar()).utf8)
            default: throw .unexpectedByte(at: position - 1)
            }
        }

        /// A character beyond U+FFFF comes as two surrogates.
        private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
            let start = position
            let first = try hexadecimal()
            if let scalar = Unicode.Scalar(first) { return scalar }
            guard first < 0xDC00 else { throw .invalidText(at: start) }
            try expect(UInt8(ascii: "\\"))
            try expect(UInt8(ascii: "u"))
            let second = try hexadecimal()
            guard (0xDC00...0xDFFF).contains(second),
                let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            else { throw .invalidText(at: start) }
            return scalar
        }

        private mutating func hexadecimal() throws(JSONError) -> UInt32 {
            var value: UInt32 = 0
            for _ in 0..<4 {
                let byte = try peek()
                let digit: UInt8
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
                case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
                case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
                default: throw .unexpectedByte(at: position)
                }
                value = value << 4 | UInt32(digit)
                position += 1
            }
            return value
        }

        // MARK: - Bytes

        private mutating func skipBlanks() {
            while position < bytes.count {
                switch bytes[position] {
                case 0x20, 0x09, 0x0A, 0x0D: position += 1
                default: return
                }
            }
        }

        private func peek() throws(JSONError) -> UInt8 {
            guard position < bytes.count else { throw .unexpectedEnd }
            return bytes[position]
        }

        private mutating func take(_ byte: UInt8) throws(JSONError) -> Bool {
            guard try peek() == byte else { return false }
            position += 1
            return true
        }

        private mutating func expect(_ byte: UInt8) throws(JSONError) {
            guard try take(byte) else { throw .unexpectedByte(at: position) }
        }
    }
#endif
