/// A DNS message, read and written with nothing of what is tested.
package struct DNSWireMessage: Equatable {
    package struct Question: Equatable {
        package var name: [[UInt8]]
        package var type: UInt16
        package var recordClass: UInt16

        package init(name: [[UInt8]], type: UInt16, recordClass: UInt16 = 1) {
            self.name = name
            self.type = type
            self.recordClass = recordClass
        }
    }

    package struct Record: Equatable {
        package var name: [[UInt8]]
        package var type: UInt16
        package var recordClass: UInt16
        package var timeToLive: UInt32
        package var data: [UInt8]
        /// The name in the data of NS, SOA and PTR records.
        package var target: [[UInt8]]?

        package init(
            name: [[UInt8]], type: UInt16, recordClass: UInt16 = 1, timeToLive: UInt32 = 0,
            data: [UInt8]
        ) {
            self.name = name
            self.type = type
            self.recordClass = recordClass
            self.timeToLive = timeToLive
            self.data = data
        }
    }

    package var id: UInt16 = 0x1234
    package var flags: UInt16 = 0x0100
    package var questions: [Question] = []
    package var answers: [Record] = []
    package var authorities: [Record] = []
    package var additionals: [Record] = []

    /// One question, as most messages have it.
    package init(_ name: String, _ type: UInt16, recordClass: UInt16 = 1) {
        questions = [
            Question(name: Self.labels(name), type: type, recordClass: recordClass)
        ]
    }

    package var code: UInt16 { flags & 0xF }
    package var isAuthoritative: Bool { flags & 0x0400 != 0 }
    package var isTruncated: Bool { flags & 0x0200 != 0 }
    /// The addresses of the answer in the order in which they stand.
    package var addresses: [[UInt8]] {
        answers.filter { $0.type == 1 || $0.type == 28 }.map(\.data)
    }
    /// The names that the answer points to.
    package var targets: [String] { answers.compactMap(\.target).map(Self.text) }
    /// The EDNS record.
    package var options: Record? { additionals.first { $0.type == 41 } }

    /// Adds an EDNS record.
    package func withOptions(
        size: UInt16, version: UInt8 = 0, flags: UInt16 = 0, data: [UInt8] = []
    )
        -> Self
    {
        var message = self
        message.additionals.append(
            Record(
                name: [], type: 41, recordClass: size,
                timeToLive: UInt32(version) << 16 | UInt32(flags), data: data))
        return message
    }

    package static func labels(_ name: String) -> [[UInt8]] {
        name.split(separator: ".").map { Array($0.utf8) }
    }

    package static func text(_ name: [[UInt8]]) -> String {
        name.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".")
    }

    // MARK: Bytes

    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        let counts = [questions.count, answers.count, authorities.count, additionals.count]
        for field in [id, flags] + counts.map({ UInt16($0) }) { bytes += Self.bytes(field) }
        for question in questions {
            bytes += Self.bytes(question.name) + Self.bytes(question.type)
            bytes += Self.bytes(question.recordClass)
        }
        for record in answers + authorities + additionals {
            bytes += Self.bytes(record.name) + Self.bytes(record.type)
            bytes += Self.bytes(record.recordClass)
            bytes += Self.bytes(UInt16(record.timeToLive >> 16))
            bytes += Self.bytes(UInt16(record.timeToLive & 0xFFFF))
            bytes += Self.bytes(UInt16(record.data.count)) + record.data
        }
        return bytes
    }

    private static func bytes(_ field: UInt16) -> [UInt8] {
        [UInt8(field >> 8), UInt8(field & 0xFF)]
    }

    private static func bytes(_ name: [[UInt8]]) -> [UInt8] {
        name.flatMap { [UInt8($0.count)] + $0 } + [0]
    }

    /// Reads a message; nil: it is none, or bytes are left over.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count >= 12 else { return nil }
        var index = 0
        func field(_ index: Int) -> UInt16 { UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1]) }
        id = field(0)
        flags = field(2)
        index = 12
        for _ in 0..<field(4) {
            guard let name = Self.name(bytes, &index), index + 4 <= bytes.count else { return nil }
            questions.append(
                Question(name: name, type: field(index), recordClass: field(index + 2)))
            index += 4
        }
        for section in 0..<3 {
            for _ in 0..<field(6 + 2 * section) {
                guard let name = Self.name(bytes, &index), index + 10 <= bytes.count else {
                    return nil
                }
                let length = Int(field(index + 8))
                guard index + 10 + length <= bytes.count else { return nil }
                var record = Record(
                    name: name, type: field(index), recordClass: field(index + 2),
                    timeToLive: UInt32(field(index + 4)) << 16 | UInt32(field(index + 6)),
                    data: Array(bytes[(index + 10)..<(index + 10 + length)]))
                var data = index + 10
                if [2, 6, 12].contains(record.type) {
                    guard let target = Self.name(bytes, &data) else { return nil }
                    record.target = target
                }
                index += 10 + length
                switch section {
                case 0: answers.append(record)
                case 1: authorities.append(record)
                default: additionals.append(record)
                }
            }
        }
        guard index == bytes.count else { return nil }
    }

    private static func name(_ bytes: [UInt8], _ index: inout Int) -> [[UInt8]]? {
        var labels: [[UInt8]] = []
        var place = index
        var end: Int?
        for _ in 0..<130 {
            guard place < bytes.count else { return nil }
            let length = Int(bytes[place])
            if length == 0 {
                index = end ?? place + 1
                return labels
            }
            if length >= 0xC0 {
                guard place + 1 < bytes.count else { return nil }
                end = end ?? place + 2
                place = (length & 0x3F) << 8 | Int(bytes[place + 1])
                continue
            }
            guard length < 64, place + 1 + length <= bytes.count else { return nil }
            labels.append(Array(bytes[(place + 1)...(place + length)]))
            place += 1 + length
        }
        return nil
    }
}
