import DockerNetwork

extension String {
    /// The text without format characters and with a space for whatever else does not show as itself,
    /// cut to `longest` bytes: what comes from outside goes into logs and errors.
    package func printable(longest: Int) -> String {
        var result = ""
        var count = 0
        for scalar in unicodeScalars {
            let isPrintable = scalar.isPrintable
            if !isPrintable, scalar.properties.generalCategory == .format { continue }
            let shown = isPrintable ? scalar : " "
            count += UTF8.width(shown)
            guard count <= longest else { break }
            result.unicodeScalars.append(shown)
        }
        return result
    }

    /// Every byte but RFC 3986's unreserved ones (section 2.3) as `%XX`.
    package var percentEncoded: String {
        var bytes: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
