/// A value that is no text and has no brackets: a number, a date, `true` or `false`.
struct TOMLWord {
    private let word: ArraySlice<UInt8>

    init(_ word: ArraySlice<UInt8>) {
        self.word = word
    }

    /// The value.
    ///
    /// - Throws: What is wrong with the word, as `fault` makes it.
    func value(
        orThrow fault: (String) -> TOMLDocument.Fault
    ) throws(TOMLDocument.Fault) -> SettingValue {
        if word.isEmpty { throw fault("a key or a comma needs a value") }
        if word.elementsEqual("true".utf8) { return .boolean(true) }
        if word.elementsEqual("false".utf8) { return .boolean(false) }
        if isTime { return .date }
        if resemblesTime { throw fault("a date or time looks like 1979-05-27T07:32:00Z") }
        if let number = integer { return .integer(number) }
        if isNumber { return .number }
        if word.contains(where: { $0 >= 0x80 }) {
            throw fault("only strings and comments may have other than ASCII characters")
        }
        throw fault("this is no value; a text stands in quotes")
    }

    /// The value of a digit; nil: it is none.
    static func digit(_ byte: UInt8, radix: UInt8) -> UInt8? {
        let value: UInt8
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): value = byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): value = byte - UInt8(ascii: "A") + 10
        default: return nil
        }
        return value < radix ? value : nil
    }

    // MARK: - Numbers

    private static let signs = Array("+-".utf8)

    private var integer: Int? {
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] as [(String, UInt8)]
        where word.starts(with: prefix.utf8) {
            return Self.digits(word.dropFirst(2), radix: radix).flatMap {
                Int($0, radix: Int(radix))
            }
        }
        let isSigned = word.first.map(Self.signs.contains) ?? false
        let digits = isSigned ? word.dropFirst() : word
        guard digits.first != UInt8(ascii: "0") || digits.count == 1,
            let text = Self.digits(digits, radix: 10)
        else { return nil }
        return Int((word.first == UInt8(ascii: "-") ? "-" : "") + text)
    }

    /// The digits without the underscores, each of which stands between two digits.
    private static func digits(_ word: ArraySlice<UInt8>, radix: UInt8) -> String? {
        var digits: [UInt8] = []
        var isAfterDigit = false
        for byte in word {
            if byte == UInt8(ascii: "_") {
                guard isAfterDigit else { return nil }
                isAfterDigit = false
            } else {
                guard digit(byte, radix: radix) != nil else { return nil }
                digits.append(byte)
                isAfterDigit = true
            }
        }
        return isAfterDigit ? String(decoding: digits, as: UTF8.self) : nil
    }

    /// Whether it is a number with a fraction or an exponent, `inf` or `nan`.
    private var isNumber: Bool {
        var rest = word
        if let first = rest.first, Self.signs.contains(first) { rest.removeFirst() }
        if rest.elementsEqual("inf".utf8) || rest.elementsEqual("nan".utf8) { return true }
        let whole = Self.part(&rest)
        guard let whole, whole.first != UInt8(ascii: "0") || whole.count == 1 else { return false }
        let hasFraction = rest.first == UInt8(ascii: ".")
        if hasFraction {
            rest.removeFirst()
            guard Self.part(&rest) != nil else { return false }
        }
        guard let letter = rest.first else { return hasFraction }
        guard letter == UInt8(ascii: "e") || letter == UInt8(ascii: "E") else { return false }
        rest.removeFirst()
        if let sign = rest.first, Self.signs.contains(sign) { rest.removeFirst() }
        return Self.part(&rest) != nil && rest.isEmpty
    }

    /// Takes digits and underscores; nil: none are there, or an underscore is not between digits.
    private static func part(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let part = rest.prefix { digit($0, radix: 10) != nil || $0 == UInt8(ascii: "_") }
        rest = rest.dropFirst(part.count)
        return digits(part, radix: 10) == nil ? nil : part
    }

    // MARK: - Dates and times (RFC 3339 section 5.6)

    /// Whether it could be taken for a time, or for a date with one.
    private var resemblesTime: Bool {
        let isTwoWords =
            word.first.map { Self.digit($0, radix: 10) != nil } ?? false
            && word.contains(UInt8(ascii: "-")) && word.contains(UInt8(ascii: " "))
        return isTwoWords || word.contains(UInt8(ascii: ":"))
    }

    /// Whether it looks like a date, a time, or both; that there is such a day is not asked.
    private var isTime: Bool {
        var rest = word
        if Self.skip("0000-00-00", &rest) {
            guard let between = rest.popFirst() else { return true }
            guard "Tt ".utf8.contains(between) else { return false }
        }
        guard Self.skip("00:00", &rest) else { return false }
        if Self.skip(":00", &rest), rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            guard Self.skip("0", &rest) else { return false }
            rest = rest.drop { Self.digit($0, radix: 10) != nil }
        }
        return rest.isEmpty || rest.elementsEqual("Z".utf8) || rest.elementsEqual("z".utf8)
            || (Self.skip("+00:00", &rest) || Self.skip("-00:00", &rest)) && rest.isEmpty
    }

    /// Skips a text of this shape, where a `0` stands for any digit; false: it is none.
    private static func skip(_ shape: StaticString, _ rest: inout ArraySlice<UInt8>) -> Bool {
        let fits = shape.withUTF8Buffer { shape in
            rest.count >= shape.count
                && zip(shape, rest).allSatisfy { expected, byte in
                    expected == UInt8(ascii: "0")
                        ? digit(byte, radix: 10) != nil : byte == expected
                }
        }
        if fits { rest = rest.dropFirst(shape.utf8CodeUnitCount) }
        return fits
    }
}
