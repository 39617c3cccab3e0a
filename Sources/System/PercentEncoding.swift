/// Percent-encoding (RFC 3986 section 2.1) of one part of a URL.
package enum PercentEncoding {
    /// The text that a part stands for, or nil where a `%` is not followed by two hexadecimal
    /// digits or the bytes are not UTF-8.
    package static func decode(_ part: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        var rest = Substring(part).utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(value),
                let low = rest.popFirst().flatMap(value)
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// A part that stands for a text: everything but RFC 3986's unreserved characters is encoded.
    package static func encode(_ text: String) -> String {
        var part = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                part.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                part += byte < 16 ? "%0" : "%"
                part += String(byte, radix: 16)
            }
        }
        return part
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
