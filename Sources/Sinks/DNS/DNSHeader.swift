/// The first twelve bytes of every message (RFC 1035 section 4.1.1).
package struct DNSHeader: Hashable, Sendable {
    /// The number of bytes of a header.
    package static var size: Int { 12 }

    /// The number that ties an answer to its question.
    package var id: UInt16
    /// The bits between the id and the counts.
    package var flags: UInt16
    /// The number of questions; each section has such a count.
    package var questions: UInt16 = 0
    package var answers: UInt16 = 0
    package var authorities: UInt16 = 0
    package var additionals: UInt16 = 0

    /// A header with empty sections.
    package init(id: UInt16, flags: UInt16) {
        self.id = id
        self.flags = flags
    }

    /// Reads the header of a message; nil: there are too few bytes.
    package init?(reading message: UnsafeRawBufferPointer) {
        guard message.count >= Self.size else { return nil }
        func field(_ index: Int) -> UInt16 {
            UInt16(bigEndian: message.loadUnaligned(fromByteOffset: index, as: UInt16.self))
        }
        id = field(0)
        flags = field(2)
        questions = field(4)
        answers = field(6)
        authorities = field(8)
        additionals = field(10)
    }

    /// Whether the message is an answer.
    package var isResponse: Bool { flags & Flag.response != 0 }
    /// The kind of question: 0 for a plain one.
    package var opcode: UInt16 { flags >> 11 & 0xF }
    /// The lower four bits of the response code.
    package var code: UInt16 { flags & 0xF }

    /// The flags (RFC 1035 section 4.1.1).
    package enum Flag {
        package static let response: UInt16 = 0x8000
        package static let authoritative: UInt16 = 0x0400
        package static let truncated: UInt16 = 0x0200
        package static let recursionDesired: UInt16 = 0x0100
        package static let recursionAvailable: UInt16 = 0x0080
        package static let opcode: UInt16 = 0x7800
    }

    /// The response codes (RFC 1035 section 4.1.1, RFC 6891 section 9).
    package enum Code {
        package static let noError: UInt16 = 0
        package static let malformed: UInt16 = 1
        package static let serverFailure: UInt16 = 2
        package static let noName: UInt16 = 3
        package static let notImplemented: UInt16 = 4
        package static let refused: UInt16 = 5
        package static let badVersion: UInt16 = 16
    }

    /// Writes the header.
    package func write(to writer: inout DNSWriter) {
        writer.writeUInt16(id)
        writer.writeUInt16(flags)
        writer.writeUInt16(questions)
        writer.writeUInt16(answers)
        writer.writeUInt16(authorities)
        writer.writeUInt16(additionals)
    }
}
