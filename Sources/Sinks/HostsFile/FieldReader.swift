/// Reads the fields of an entry's line, from its front.
struct FieldReader {
    /// The bytes that are not read yet.
    var rest: ArraySlice<UInt8>

    /// Reads up to the next space and skips that one space; nil: there is none, or nothing
    /// before it.
    mutating func readField() -> ArraySlice<UInt8>? {
        guard let space = rest.firstIndex(of: UInt8(ascii: " ")), space > rest.startIndex
        else { return nil }
        let field = rest[..<space]
        rest = rest[(space + 1)...]
        return field
    }

    /// Reads so many bytes; nil: there are fewer.
    mutating func read(count: Int) -> ArraySlice<UInt8>? {
        guard rest.count >= count else { return nil }
        let bytes = rest.prefix(count)
        rest = rest.dropFirst(count)
        return bytes
    }

    /// Skips a text; false: something else stands there.
    mutating func skip(_ text: StaticString) -> Bool {
        let stands = text.withUTF8Buffer { rest.starts(with: $0) }
        if stands { rest = rest.dropFirst(text.utf8CodeUnitCount) }
        return stands
    }

    /// Reads a decimal number from 0 to `Int64.max` without leading zeros or a sign.
    mutating func readInteger() -> Int64? {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard let first = digits.first, first != UInt8(ascii: "0") || digits.count == 1,
            let number = Int64(String(decoding: digits, as: UTF8.self))
        else { return nil }
        rest = rest[digits.endIndex...]
        return number
    }
}
