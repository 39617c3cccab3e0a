/// Reads the fields of a DNS message, never beyond its end.
struct DNSReader {
    /// The whole message.
    let bytes: [UInt8]
    /// Where the next field begins.
    var index = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads 16 bits, the most significant byte first.
    mutating func readInteger() -> UInt16? {
        guard let field = read(2) else { return nil }
        return field.reduce(0) { $0 << 8 | UInt16($1) }
    }

    /// Reads so many bytes.
    mutating func read(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= bytes.count - index else { return nil }
        defer { index += count }
        return bytes[index..<(index + count)]
    }

    /// Skips so many bytes; false: there are fewer.
    mutating func skip(_ count: Int) -> Bool {
        read(count) != nil
    }

    /// Skips a name: labels up to an empty one or a pointer (RFC 1035 section 4.1.4).
    mutating func skipName() -> Bool {
        while let length = read(1)?.first {
            switch length {
            case 0: return true
            case 1...63: guard skip(Int(length)) else { return false }
            // The pointer's second byte; where it points to is not read.
            case 0xC0...: return skip(1)
            default: return false
            }
        }
        return false
    }
}
