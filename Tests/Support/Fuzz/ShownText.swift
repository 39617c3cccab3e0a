/// Inputs as a person can read them, and as `printf '%b'` makes them again.
public enum ShownText {
    /// Printable ASCII as it is, everything else and the backslash as `\xNN`.
    public static func escaped(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            if (0x20...0x7E).contains(byte), byte != UInt8(ascii: "\\") {
                text.append(byte)
            } else {
                text += [
                    UInt8(ascii: "\\"), UInt8(ascii: "x"), digits[Int(byte >> 4)],
                    digits[Int(byte & 15)],
                ]
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Whether a text is one line that a terminal shows as it is.
    public static func isOneLine(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
    }
}
