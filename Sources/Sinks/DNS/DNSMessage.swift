import DockerNetwork

/// The messages that ask a server for one name, and what its answers say.
package enum DNSMessage {
    /// The class of every usual record (RFC 1035 section 3.2.4).
    package static let internet: UInt16 = 1
    /// A header, the longest name, and the question's type and class.
    private static let longestQuery = DNSHeader.size + DNSReader.longestName + 4

    /// The bytes of a question.
    ///
    /// - Parameters:
    ///   - name: A validated name: labels of 1 to 63 bytes, 253 in all.
    ///   - type: The record type asked for.
    ///   - class: The class asked for.
    ///   - id: What the answer shall carry.
    /// - Returns: The datagram.
    package static func query(
        _ name: String, type: DNSType, class: UInt16 = internet, id: UInt16
    ) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: longestQuery) { buffer, count in
            var writer = DNSWriter(UnsafeMutableRawBufferPointer(buffer))
            var header = DNSHeader(id: id, flags: DNSHeader.Flag.recursionDesired)
            header.questions = 1
            header.write(to: &writer)
            for label in name.utf8.split(separator: UInt8(ascii: ".")) {
                writer.writeByte(UInt8(label.count))
                for byte in label { writer.writeByte(byte) }
            }
            writer.writeByte(0)
            writer.writeUInt16(type.rawValue)
            writer.writeUInt16(`class`)
            count = writer.count
        }
    }

    /// The number that an answer carries, or nil if the bytes are too few.
    package static func id(of bytes: [UInt8]) -> UInt16? {
        bytes.withUnsafeBytes { DNSHeader(reading: $0)?.id }
    }

    /// Reads the answer to a question; nil: the bytes are no answer to it.
    ///
    /// The name in the answer's records is not compared: a client has one question at a time on
    /// its connected socket, and that and `id` tie the answer to it.
    package static func answer(_ bytes: [UInt8], to id: UInt16, type: DNSType) -> DNSAnswer? {
        bytes.withUnsafeBytes { message in
            guard let header = DNSHeader(reading: message), var reader = records(message, id)
            else { return nil }
            var answer = DNSAnswer(
                addresses: [], isTruncated: header.flags & DNSHeader.Flag.truncated != 0)
            for _ in 0..<header.answers {
                guard let record = record(&reader) else { return nil }
                guard record.type == type else { continue }
                guard let address = address(record.data, type) else { return nil }
                answer.addresses.append(address)
            }
            return answer
        }
    }

    /// Reads the first string of the first record of an answer to a TXT question; nil: the bytes
    /// are no answer to it, or hold none.
    package static func text(_ bytes: [UInt8], to id: UInt16) -> String? {
        bytes.withUnsafeBytes { message in
            guard let header = DNSHeader(reading: message), header.answers > 0,
                var reader = records(message, id), let record = record(&reader),
                record.type == .txt
            else { return nil }
            var data = DNSReader(record.data)
            guard let length = data.readByte(), let text = data.read(Int(length)) else {
                return nil
            }
            return String(decoding: text, as: UTF8.self)
        }
    }

    /// A reader at the first record of an answer; nil: it is no answer to one question.
    private static func records(_ message: UnsafeRawBufferPointer, _ id: UInt16) -> DNSReader? {
        guard let header = DNSHeader(reading: message), header.id == id, header.isResponse,
            header.questions == 1
        else { return nil }
        var reader = DNSReader(message, from: DNSHeader.size)
        guard reader.skipName(), reader.skip(4) else { return nil }
        return reader
    }

    private static func record(
        _ reader: inout DNSReader
    ) -> (type: DNSType, data: UnsafeRawBufferPointer)? {
        guard reader.skipName(), let type = reader.readUInt16(), reader.skip(6),
            let length = reader.readUInt16(), let data = reader.read(Int(length))
        else { return nil }
        return (DNSType(rawValue: type), data)
    }

    private static func address(_ data: UnsafeRawBufferPointer, _ type: DNSType) -> IPAddress? {
        switch (type, data.count) {
        case (.a, 4):
            .v4(IPv4Address(rawValue: data.reduce(0) { $0 << 8 | UInt32($1) }))
        case (.aaaa, 16):
            .v6(IPv6Address(rawValue: data.reduce(0) { $0 << 8 | UInt128($1) }))
        default: nil
        }
    }
}
