import Foundation

/// Walks through the bytes of a DNS message.
struct DNSReader {
    let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Leaves bytes out; false where there are not as many.
    mutating func skip(_ count: Int) -> Bool {
        position += count
        return position <= bytes.count
    }

    /// The next two bytes as a number.
    mutating func number() -> UInt16? {
        guard skip(2) else { return nil }
        return UInt16(bytes[position - 2]) << 8 | UInt16(bytes[position - 1])
    }

    /// The next name, whose end may stand elsewhere (RFC 1035 section 4.1.4).
    mutating func name() -> String? {
        var labels: [String] = []
        var place = position
        var end: Int?
        // A name has at most 127 labels, so that more jumps than that are a circle.
        for _ in 0..<255 {
            guard place < bytes.count else { return nil }
            let length = Int(bytes[place])
            if length == 0 {
                position = end ?? place + 1
                return labels.joined(separator: ".")
            }
            if length & 0xC0 == 0xC0 {
                guard place + 1 < bytes.count else { return nil }
                end = end ?? place + 2
                place = (length & 0x3F) << 8 | Int(bytes[place + 1])
                continue
            }
            guard place + length < bytes.count else { return nil }
            labels.append(String(decoding: bytes[place + 1...place + length], as: UTF8.self))
            place += length + 1
        }
        return nil
    }

    /// The data of the next record: an address or a name; empty for any other kind.
    mutating func record(of kind: UInt16) -> String? {
        guard let length = number().map(Int.init) else { return nil }
        let start = position
        guard skip(length) else { return nil }
        let data = Array(bytes[start..<position])
        switch DNSAnswer.Kind(rawValue: kind) {
        case .a: return Self.address(AF_INET, data)
        case .aaaa: return Self.address(AF_INET6, data)
        case .pointer:
            var inner = self
            inner.position = start
            return inner.name()
        case nil: return ""
        }
    }

    private static func address(_ family: Int32, _ data: [UInt8]) -> String? {
        guard data.count == (family == AF_INET ? 4 : 16) else { return nil }
        var text = [CChar](repeating: 0, count: 64)
        guard inet_ntop(family, data, &text, socklen_t(text.count)) != nil else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
