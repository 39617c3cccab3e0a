import DockerNetwork

/// The little of the DNS protocol (RFC 1035 section 4) that one question and its answer take.
enum DNSMessage {
    /// The record types that hold an address.
    enum RecordType: UInt16, Sendable {
        /// An IPv4 address (RFC 1035 section 3.4.1).
        case a = 1
        /// An IPv6 address (RFC 3596 section 2.1).
        case aaaa = 28
    }

    private static let headerSize = 12

    /// The bytes of a question.
    ///
    /// - Parameters:
    ///   - name: A validated name: labels of 1 to 63 bytes, 253 in all.
    ///   - type: The record type asked for.
    ///   - id: What the answer shall carry.
    /// - Returns: The datagram.
    static func query(_ name: String, type: RecordType, id: UInt16) -> [UInt8] {
        query(name, type: type.rawValue, class: 1, id: id)
    }

    /// The bytes of a question of any type and class, by their numbers.
    static func query(_ name: String, type: UInt16, class: UInt16, id: UInt16) -> [UInt8] {
        var bytes: [UInt8] = []
        // The header: recursion desired, one question, nothing else.
        for field: UInt16 in [id, 0x0100, 1, 0, 0, 0] { append(field, to: &bytes) }
        for label in name.utf8.split(separator: UInt8(ascii: ".")) {
            bytes.append(UInt8(label.count))
            bytes.append(contentsOf: label)
        }
        bytes.append(0)
        append(type, to: &bytes)
        append(`class`, to: &bytes)
        return bytes
    }

    private static func append(_ field: UInt16, to bytes: inout [UInt8]) {
        bytes.append(UInt8(field >> 8))
        bytes.append(UInt8(field & 0xFF))
    }

    /// The number that an answer carries, or nil if the bytes are too few.
    static func id(of bytes: [UInt8]) -> UInt16? {
        var reader = DNSReader(bytes: bytes)
        return reader.readInteger()
    }

    /// Reads the answer to a question; nil: the bytes are no answer to it.
    ///
    /// The name in the answer's records is not compared: a dnsmasq answers one question at a
    /// time, and `id` and the connected socket tie the answer to it.
    static func answer(_ bytes: [UInt8], to id: UInt16, type: RecordType) -> DNSAnswer? {
        var reader = DNSReader(bytes: bytes)
        guard reader.readInteger() == id, let flags = reader.readInteger(), flags & 0x8000 != 0,
            let questions = reader.readInteger(), questions == 1,
            let records = reader.readInteger()
        else { return nil }
        reader.index = headerSize
        guard reader.skipName(), reader.skip(4) else { return nil }
        var answer = DNSAnswer(addresses: [], isTruncated: flags & 0x0200 != 0)
        for _ in 0..<records {
            guard reader.skipName(), let recordType = reader.readInteger(), reader.skip(6),
                let length = reader.readInteger(), let data = reader.read(Int(length))
            else { return nil }
            guard recordType == type.rawValue else { continue }
            guard let address = address(data, type) else { return nil }
            answer.addresses.append(address)
        }
        return answer
    }

    /// Reads the first string of the first record of an answer to a TXT question; nil: the bytes
    /// are no answer to it, or hold none.
    static func text(_ bytes: [UInt8], to id: UInt16) -> String? {
        var reader = DNSReader(bytes: bytes)
        guard reader.readInteger() == id, let flags = reader.readInteger(), flags & 0x8000 != 0,
            let questions = reader.readInteger(), questions == 1,
            let records = reader.readInteger(), records > 0
        else { return nil }
        reader.index = headerSize
        guard reader.skipName(), reader.skip(4), reader.skipName(), reader.readInteger() == 16,
            reader.skip(6), let length = reader.readInteger(),
            let data = reader.read(Int(length)), let first = data.first,
            data.count > Int(first)
        else { return nil }
        return String(decoding: data.dropFirst().prefix(Int(first)), as: UTF8.self)
    }

    private static func address(_ data: ArraySlice<UInt8>, _ type: RecordType) -> IPAddress? {
        switch type {
        case .a where data.count == 4:
            .v4(IPv4Address(rawValue: data.reduce(0) { $0 << 8 | UInt32($1) }))
        case .aaaa where data.count == 16:
            .v6(IPv6Address(rawValue: data.reduce(0) { $0 << 8 | UInt128($1) }))
        default: nil
        }
    }
}
