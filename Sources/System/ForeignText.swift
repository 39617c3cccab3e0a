/// Text from outside this process that keeps its bytes, whatever they are.
///
/// Arguments, variables and file names are bytes (execve(2)), and Swift's strings are Unicode. A
/// byte that is no part of a UTF-8 character becomes one of the last 128 private-use characters,
/// and so do the bytes of such a character itself: what `decode` makes, ``bytes(_:)`` turns back.
package enum ForeignText {
    /// The character of byte 0; only those of 0x80 to 0xFF are used.
    private static let base: UInt32 = 0x10_FF00

    /// Makes a text of bytes.
    package static func decode(_ bytes: [UInt8]) -> String {
        // A character of the escapes' own range begins with the byte F4.
        if !bytes.contains(0xF4), let text = String(validating: bytes, as: UTF8.self) {
            return text
        }
        var text = ""
        var rest = bytes.makeIterator()
        var parser = Unicode.UTF8.ForwardParser()
        var position = 0
        while true {
            let length: Int
            switch parser.parseScalar(from: &rest) {
            case .emptyInput: return text
            case .error(let count): length = count
            case .valid(let encoded):
                let scalar = Unicode.UTF8.decode(encoded)
                guard isEscape(scalar) else {
                    text.unicodeScalars.append(scalar)
                    position += encoded.count
                    continue
                }
                length = encoded.count
            }
            for byte in bytes[position..<(position + length)] {
                text.unicodeScalars.append(escape(byte))
            }
            position += length
        }
    }

    /// Makes a text of a C string.
    package static func decode(cString pointer: UnsafePointer<CChar>) -> String {
        var bytes: [UInt8] = []
        var next = pointer
        while next.pointee != 0 {
            bytes.append(UInt8(bitPattern: next.pointee))
            next += 1
        }
        return decode(bytes)
    }

    /// The bytes that a text was made of.
    package static func bytes(_ text: String) -> [UInt8] {
        guard isEscaped(text) else { return Array(text.utf8) }
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            if isEscape(scalar) {
                bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            } else {
                bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        return bytes
    }

    /// A text's bytes as a C string, for a call that takes an array.
    package static func cString(_ text: String) -> [CChar] {
        (bytes(text) + [0]).map(CChar.init(bitPattern:))
    }

    /// Calls with a text's bytes as a C string.
    package static func withCString<Result>(
        _ text: String, _ body: (UnsafePointer<CChar>) -> Result
    ) -> Result {
        guard isEscaped(text) else { return text.withCString(body) }
        return cString(text).withUnsafeBufferPointer { buffer in
            guard let first = buffer.baseAddress else { return "".withCString(body) }
            return body(first)
        }
    }

    /// Whether a text holds bytes that are no UTF-8.
    package static func isEscaped(_ text: String) -> Bool {
        text.utf8.contains(0xF4) && text.unicodeScalars.contains(where: isEscape)
    }

    private static func isEscape(_ scalar: Unicode.Scalar) -> Bool {
        (base + 0x80...base + 0xFF).contains(scalar.value)
    }

    private static func escape(_ byte: UInt8) -> Unicode.Scalar {
        Unicode.Scalar(base + UInt32(byte)) ?? "\u{FFFD}"
    }
}
