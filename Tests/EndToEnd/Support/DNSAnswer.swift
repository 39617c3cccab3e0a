/// What a name server answered (RFC 1035), as far as these tests look.
struct DNSAnswer: Hashable, Sendable {
    /// The kinds of record that are asked for, by their numbers (RFC 1035, RFC 3596).
    enum Kind: UInt16, Sendable {
        case a = 1
        case pointer = 12
        case aaaa = 28
    }

    /// The response code: 0 without an error, 3 where the name does not exist.
    var code: Int
    /// The records of the kind asked for, sorted.
    var records: [String]

    /// The name exists, and has no record of this kind.
    static let noData = Self(code: 0, records: [])
    /// There is no such name.
    static let noSuchName = Self(code: 3, records: [])

    /// A question with recursion asked for.
    static func question(_ name: String, _ kind: Kind, number: UInt16) -> [UInt8] {
        var bytes = number.bytes + [1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        for label in name.split(separator: ".") {
            bytes += [UInt8(label.utf8.count)] + Array(label.utf8)
        }
        return bytes + [0] + kind.rawValue.bytes + [0, 1]
    }

    /// Reads an answer to a question; nil where the bytes are none.
    init?(_ bytes: [UInt8], to number: UInt16, kind: Kind) {
        var reader = DNSReader(bytes: bytes)
        guard reader.number() == number, let flags = reader.number(), flags & 0x8000 != 0,
            let questions = reader.number(), let answers = reader.number(),
            reader.skip(4)
        else { return nil }
        for _ in 0..<questions {
            guard reader.name() != nil, reader.skip(4) else { return nil }
        }
        var records: [String] = []
        for _ in 0..<answers {
            guard reader.name() != nil, let found = reader.number(), reader.skip(6),
                let record = reader.record(of: found)
            else { return nil }
            if found == kind.rawValue { records.append(record) }
        }
        code = Int(flags & 0xF)
        self.records = records.sorted()
    }

    init(code: Int, records: [String]) {
        self.code = code
        self.records = records
    }
}

extension UInt16 {
    fileprivate var bytes: [UInt8] { [UInt8(self >> 8), UInt8(self & 0xFF)] }
}
