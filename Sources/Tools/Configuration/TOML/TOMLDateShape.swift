/// The shapes of dates and times (toml.io, version 1.0.0; RFC 3339 section 5.6).
enum TOMLDateShape {
    /// Whether a word without quotes, if it could be taken for a date with a time or a time, looks
    /// like one: `1979-05-27T07:32:00.5-07:00`.
    ///
    /// It could where it has a colon, or begins with a digit and has a hyphen and a blank. Whether
    /// there is such a day or hour is not asked.
    static func allows(_ word: ArraySlice<UInt8>) -> Bool {
        let isTwoWords =
            word.first.map(isDigit) == true && word.contains(UInt8(ascii: "-"))
            && word.contains(UInt8(ascii: " "))
        guard isTwoWords || word.contains(UInt8(ascii: ":")) else { return true }
        var rest = word[...]
        if skip("0000-00-00", &rest) {
            guard let between = rest.popFirst(), Array("Tt ".utf8).contains(between) else {
                return false
            }
        }
        guard skip("00:00", &rest) else { return false }
        if skip(":00", &rest), rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            guard skip("0", &rest) else { return false }
            rest = rest.drop(while: isDigit)
        }
        return rest.isEmpty || rest.elementsEqual("Z".utf8) || rest.elementsEqual("z".utf8)
            || (skip("+00:00", &rest) || skip("-00:00", &rest)) && rest.isEmpty
    }

    /// Skips a text of this shape, where a `0` stands for any digit; false: it is none.
    private static func skip(_ shape: StaticString, _ rest: inout ArraySlice<UInt8>) -> Bool {
        let fits = shape.withUTF8Buffer { shape in
            rest.count >= shape.count
                && zip(shape, rest).allSatisfy { expected, byte in
                    expected == UInt8(ascii: "0") ? isDigit(byte) : byte == expected
                }
        }
        if fits { rest = rest.dropFirst(shape.utf8CodeUnitCount) }
        return fits
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
