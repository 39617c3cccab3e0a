#if RabbitMQManagement || Docker
    /// Reads one number (RFC 8259 section 6), byte by byte.
    struct JSONNumberReader {
        private enum State {
            case minus
            case zero
            case integer
            case point
            case fraction
            case exponentMark
            case exponentSign
            case exponent
        }

        /// No number that a `Double` tells apart needs more.
        private static let longest = 1_024

        private var state: State
        private var bytes: [UInt8]
        private let start: Int
        private let isKept: Bool

        /// Begins with the first byte; nil where no number begins so.
        init?(_ first: UInt8, start: Int, isKept: Bool) {
            switch first {
            case UInt8(ascii: "-"): state = .minus
            case UInt8(ascii: "0"): state = .zero
            case UInt8(ascii: "1")...UInt8(ascii: "9"): state = .integer
            default: return nil
            }
            bytes = isKept ? [first] : []
            self.start = start
            self.isKept = isKept
        }

        /// Whether it may end here.
        var isWhole: Bool {
            switch state {
            case .zero, .integer, .fraction, .exponent: true
            case .minus, .point, .exponentMark, .exponentSign: false
            }
        }

        /// Takes a byte, and returns whether it belongs to the number.
        mutating func take(_ byte: UInt8, at offset: Int) throws(JSONError) -> Bool {
            guard let next = next(byte) else {
                guard isWhole else { throw .unexpectedByte(at: offset) }
                return false
            }
            state = next
            guard isKept else { return true }
            guard bytes.count < Self.longest else { throw .invalidNumber(at: start) }
            bytes.append(byte)
            return true
        }

        /// The value: what has neither fraction nor exponent, and fits, is an integer.
        func value() throws(JSONError) -> JSONValue {
            guard isKept else { return .null }
            let text = String(decoding: bytes, as: UTF8.self)
            if state == .zero || state == .integer, let integer = Int64(text) {
                return .integer(integer)
            }
            guard let number = Double(text), number.isFinite else {
                throw .invalidNumber(at: start)
            }
            return .number(number)
        }

        private func next(_ byte: UInt8) -> State? {
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            let isMark = byte | 0x20 == UInt8(ascii: "e")
            switch state {
            case .minus: return byte == UInt8(ascii: "0") ? .zero : isDigit ? .integer : nil
            case .zero: return byte == UInt8(ascii: ".") ? .point : isMark ? .exponentMark : nil
            case .integer:
                if isDigit { return .integer }
                return byte == UInt8(ascii: ".") ? .point : isMark ? .exponentMark : nil
            case .point: return isDigit ? .fraction : nil
            case .fraction: return isDigit ? .fraction : isMark ? .exponentMark : nil
            case .exponentMark:
                if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { return .exponentSign }
                return isDigit ? .exponent : nil
            case .exponentSign, .exponent: return isDigit ? .exponent : nil
            }
        }
    }
#endif
