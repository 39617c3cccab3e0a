import Foundation
import TestSupport

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
        var message = DNSWireMessage(name, kind.rawValue)
        message.id = number
        return message.bytes
    }

    /// Reads an answer to a question; nil where the bytes are none.
    init?(_ bytes: [UInt8], to number: UInt16, kind: Kind) {
        guard let message = DNSWireMessage(bytes), message.id == number, message.flags & 0x8000 != 0
        else { return nil }
        code = Int(message.code)
        var records: [String] = []
        for record in message.answers where record.type == kind.rawValue {
            guard let text = Self.text(of: record, kind) else { return nil }
            records.append(text)
        }
        self.records = records.sorted()
    }

    /// The address or the name that a record holds.
    private static func text(of record: DNSWireMessage.Record, _ kind: Kind) -> String? {
        switch kind {
        case .a: address(AF_INET, record.data)
        case .aaaa: address(AF_INET6, record.data)
        case .pointer: record.target.map(DNSWireMessage.text)
        }
    }

    private static func address(_ family: Int32, _ data: [UInt8]) -> String? {
        guard data.count == (family == AF_INET ? 4 : 16) else { return nil }
        var text = [CChar](repeating: 0, count: 64)
        guard inet_ntop(family, data, &text, socklen_t(text.count)) != nil else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    init(code: Int, records: [String]) {
        self.code = code
        self.records = records
    }
}
