import DockerNetworkDNS

/// Writes the answer to one question: its header and question at once, then records.
struct AnswerWriter {
    /// The flags, to which more may be added until the end.
    var flags: UInt16
    /// The response code, of 12 bits.
    var code = DNSHeader.Code.noError
    /// The number of records that answer the question.
    private(set) var answers: UInt16 = 0
    private var authorities: UInt16 = 0
    private let extensions: Query.Extensions?
    private var writer: DNSWriter

    private static let optSize = 11
    /// RFC 6303 section 3 has it as the address of nobody.
    private static let mailbox: StaticString = "\u{6}nobody\u{7}invalid\0"

    /// Begins an answer.
    ///
    /// - Parameters:
    ///   - query: What is answered.
    ///   - message: What it was read from: the question is copied, its letters as they are.
    ///   - buffer: Where it goes: 512 bytes and more.
    ///   - limit: How many bytes it may have.
    init(
        _ query: Query, _ message: UnsafeRawBufferPointer,
        into buffer: UnsafeMutableRawBufferPointer, limit: Int
    ) {
        extensions = query.extensions
        flags =
            DNSHeader.Flag.response | query.header.flags & DNSHeader.Flag.recursionDesired
        // The OPT record's room is kept for it.
        let room = query.extensions == nil ? 0 : Self.optSize
        writer = DNSWriter(
            UnsafeMutableRawBufferPointer(rebasing: buffer[..<(min(limit, buffer.count) - room)]))
        writer.write(UnsafeRawBufferPointer(rebasing: message[..<query.questionEnd]))
        self.buffer = buffer
    }

    private let buffer: UnsafeMutableRawBufferPointer

    /// Adds an address of the question's name; false: it has no room.
    @discardableResult
    mutating func writeAddress<Address: ZoneAddress>(
        _ address: Address, _ timeToLive: UInt32
    ) -> Bool {
        guard writer.room >= 12 + Address.size else { return cut() }
        writer.writePointer(to: DNSHeader.size)
        writer.writeRecordHead(type: Address.type, timeToLive: timeToLive, length: Address.size)
        address.write(to: &writer)
        answers += 1
        return true
    }

    /// Adds a name of the question's address, its root's zero at its end; false: it has no room.
    mutating func writePTR(_ name: UnsafeRawBufferPointer, _ timeToLive: UInt32) -> Bool {
        let start = writer.count
        // A message has no more records than its header can count.
        guard answers < .max else { return cut() }
        writer.writePointer(to: DNSHeader.size)
        writer.writeRecordHead(type: .ptr, timeToLive: timeToLive, length: 0)
        let data = writer.count
        writer.writeName(name)
        guard !writer.isFull else {
            writer.rewind(to: start)
            return cut()
        }
        writer.setUInt16(UInt16(writer.count - data), at: data - 2)
        answers += 1
        return true
    }

    /// Adds the start of authority of the zone whose name stands somewhere in the question.
    mutating func writeSOA(at apex: Int, _ timeToLive: UInt32, serial: UInt32) {
        writeStart(at: apex, timeToLive, serial: serial)
        answers += 1
    }

    /// Says which zone knows that there is no record.
    mutating func writeAuthority(at apex: Int, _ timeToLive: UInt32, serial: UInt32) {
        writeStart(at: apex, timeToLive, serial: serial)
        authorities += 1
    }

    /// A question takes 271 bytes at most, so that there is always room.
    private mutating func writeStart(at apex: Int, _ timeToLive: UInt32, serial: UInt32) {
        writer.writePointer(to: apex)
        writer.writeRecordHead(
            type: .soa, timeToLive: timeToLive, length: 2 + Self.mailbox.utf8CodeUnitCount + 20)
        writer.writePointer(to: apex)
        Self.mailbox.withUTF8Buffer { writer.write(UnsafeRawBufferPointer($0)) }
        writer.writeUInt32(serial)
        writer.writeUInt32(3600)
        writer.writeUInt32(1200)
        writer.writeUInt32(604_800)
        writer.writeUInt32(timeToLive)
    }

    /// Adds the name server of a zone, which is the zone's own name as in RFC 6303 section 3.
    mutating func writeNS(at apex: Int, _ timeToLive: UInt32) {
        writer.writePointer(to: apex)
        writer.writeRecordHead(type: .ns, timeToLive: timeToLive, length: 2)
        writer.writePointer(to: apex)
        answers += 1
    }

    private mutating func cut() -> Bool {
        flags |= DNSHeader.Flag.truncated
        return false
    }

    /// Completes the answer, and returns how many bytes it has.
    mutating func finish() -> Int {
        writer.setUInt16(flags | code & 0xF, at: 2)
        writer.setUInt16(1, at: 4)
        writer.setUInt16(answers, at: 6)
        writer.setUInt16(authorities, at: 8)
        writer.setUInt16(extensions == nil ? 0 : 1, at: 10)
        guard let extensions else { return writer.count }
        let start = writer.count
        var opt = DNSWriter(
            UnsafeMutableRawBufferPointer(rebasing: buffer[start..<(start + Self.optSize)]))
        opt.writeByte(0)
        opt.writeUInt16(DNSType.opt.rawValue)
        opt.writeUInt16(UInt16(Query.datagramSize))
        opt.writeByte(UInt8(truncatingIfNeeded: code >> 4))
        opt.writeByte(0)
        opt.writeUInt16(extensions.wantsSecurity ? 0x8000 : 0)
        opt.writeUInt16(0)
        return start + opt.count
    }
}
