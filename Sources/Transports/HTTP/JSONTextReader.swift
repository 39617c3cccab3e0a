#if RabbitMQManagement || Docker
    /// Reads one string (RFC 8259 section 7), byte by byte; keeps no more than it may.
    struct JSONTextReader {
        private enum State {
            case plain
            case escape
            /// So many digits of `\uXXXX` are missing.
            case digits(Int)
            case secondBackslash
            case secondU
        }

        private var state = State.plain
        private var bytes: [UInt8] = []
        private var isTooLong = false
        private var number: UInt32 = 0
        /// The first half of a surrogate pair.
        private var firstHalf: UInt32?
        private var numberStart = 0
        private let start: Int
        private let longest: Int?

        /// Begins behind the opening quote.
        ///
        /// - Parameters:
        ///   - start: Where that is, for errors.
        ///   - longest: How many bytes are kept; of a text that has more, nothing is. Nil: nothing.
        init(start: Int, longest: Int?) {
            self.start = start
            self.longest = longest
        }

        /// Takes a byte, and returns whether it was the closing quote.
        mutating func take(_ byte: UInt8, at offset: Int) throws(JSONError) -> Bool {
            switch state {
            case .plain:
                switch byte {
                case UInt8(ascii: "\""): return true
                case UInt8(ascii: "\\"): state = .escape
                case 0..<0x20: throw .unexpectedByte(at: offset)
                default: keep(byte)
                }
            case .escape: try takeEscape(byte, at: offset)
            case .digits(let missing): try takeDigit(byte, missing, at: offset)
            case .secondBackslash:
                guard byte == UInt8(ascii: "\\") else { throw .unexpectedByte(at: offset) }
                state = .secondU
            case .secondU:
                guard byte == UInt8(ascii: "u") else { throw .unexpectedByte(at: offset) }
                state = .digits(4)
            }
            return false
        }

        /// The text; nil where it is not kept.
        ///
        /// - Throws: `.invalidText` where what is kept is no UTF-8.
        func text() throws(JSONError) -> String? {
            guard longest != nil, !isTooLong else { return nil }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw .invalidText(at: start)
            }
            return text
        }

        private mutating func keep(_ byte: UInt8) {
            guard let longest, !isTooLong else { return }
            guard bytes.count < longest else {
                isTooLong = true
                bytes = []
                return
            }
            bytes.append(byte)
        }

        private mutating func keep(_ scalar: Unicode.Scalar) {
            for byte in String(scalar).utf8 { keep(byte) }
        }

        private mutating func takeEscape(_ byte: UInt8, at offset: Int) throws(JSONError) {
            state = .plain
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): keep(byte)
            case UInt8(ascii: "b"): keep(0x08)
            case UInt8(ascii: "f"): keep(0x0C)
            case UInt8(ascii: "n"): keep(0x0A)
            case UInt8(ascii: "r"): keep(0x0D)
            case UInt8(ascii: "t"): keep(0x09)
            case UInt8(ascii: "u"):
                numberStart = offset + 1
                state = .digits(4)
            default: throw .unexpectedByte(at: offset)
            }
        }

        private mutating func takeDigit(
            _ byte: UInt8, _ missing: Int, at offset: Int
        ) throws(JSONError) {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw .unexpectedByte(at: offset)
            }
            number = number << 4 | UInt32(digit)
            state = .digits(missing - 1)
            if missing == 1 { try endNumber() }
        }

        /// A character of four digits, or half of one that is written as two of them.
        private mutating func endNumber() throws(JSONError) {
            defer { number = 0 }
            state = .plain
            if let first = firstHalf {
                firstHalf = nil
                guard (0xDC00...0xDFFF).contains(number),
                    let scalar = Unicode.Scalar(
                        0x10000 + (first - 0xD800) << 10 + (number - 0xDC00))
                else { throw .invalidText(at: numberStart) }
                return keep(scalar)
            }
            if let scalar = Unicode.Scalar(number) {
                return keep(scalar)
            }
            guard number < 0xDC00 else { throw .invalidText(at: numberStart) }
            firstHalf = number
            state = .secondBackslash
        }
    }
#endif
