/// Writes the fields of a DNS message (RFC 1035 section 4) into a buffer, and never beyond its end.
///
/// A field that has no room is left out whole, and so is all that follows: `isFull` then says so.
package struct DNSWriter {
    /// The maximum number of label positions that are remembered for compression.
    private static let mostPlaces = 24
    /// A pointer has 14 bits (RFC 1035 section 4.1.4).
    private static let farthestPlace = 0x3FFF

    @usableFromInline let start: UnsafeMutableRawPointer
    @usableFromInline let capacity: Int
    /// The number of bytes written.
    @usableFromInline package internal(set) var count = 0
    /// Whether something had no room.
    @usableFromInline package internal(set) var isFull = false
    /// The positions of labels that a later name may point to.
    private var places = InlineArray<24, UInt16>(repeating: 0)
    private var placeCount = 0

    /// Starts with an empty message.
    ///
    /// - Parameter buffer: At least one byte, which must outlive the writer.
    package init(_ buffer: UnsafeMutableRawBufferPointer) {
        guard let start = buffer.baseAddress else { preconditionFailure("there is no buffer") }
        self.start = start
        capacity = buffer.count
    }

    /// The bytes written so far.
    package var message: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: start, count: count)
    }

    /// The number of bytes that there is room for.
    @inlinable package var room: Int { isFull ? 0 : capacity - count }

    /// Makes room for so many bytes; nil: there is none.
    @inlinable
    mutating func take(_ size: Int) -> UnsafeMutableRawPointer? {
        guard !isFull, size <= capacity - count else {
            isFull = true
            return nil
        }
        defer { count += size }
        return start + count
    }

    /// Writes one byte.
    @inlinable
    package mutating func writeByte(_ byte: UInt8) {
        take(1)?.storeBytes(of: byte, as: UInt8.self)
    }

    /// Writes 16 bits, the most significant byte first.
    @inlinable
    package mutating func writeUInt16(_ field: UInt16) {
        take(2)?.storeBytes(of: field.bigEndian, as: UInt16.self)
    }

    /// Writes 32 bits, the most significant byte first.
    @inlinable
    package mutating func writeUInt32(_ field: UInt32) {
        take(4)?.storeBytes(of: field.bigEndian, as: UInt32.self)
    }

    /// Writes bytes as they are.
    package mutating func write(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, let place = take(bytes.count) else { return }
        place.copyMemory(from: source, byteCount: bytes.count)
    }

    /// Replaces 16 bits that are written.
    package mutating func setUInt16(_ field: UInt16, at index: Int) {
        guard index >= 0, index + 2 <= count else { return }
        start.storeBytes(of: field.bigEndian, toByteOffset: index, as: UInt16.self)
    }

    /// Takes back what was written after a moment when `count` was this.
    package mutating func rewind(to count: Int) {
        precondition(count <= self.count)
        self.count = count
        isFull = false
        while placeCount > 0, Int(places[placeCount - 1]) >= count { placeCount -= 1 }
    }

    /// Writes the fields that every record begins with, up to the length of its data.
    package mutating func writeRecordHead(
        type: DNSType, class: UInt16 = 1, timeToLive: UInt32, length: Int
    ) {
        guard let place = take(10) else { return }
        place.storeBytes(of: type.rawValue.bigEndian, as: UInt16.self)
        place.storeBytes(of: `class`.bigEndian, toByteOffset: 2, as: UInt16.self)
        place.storeBytes(of: timeToLive.bigEndian, toByteOffset: 4, as: UInt32.self)
        place.storeBytes(
            of: UInt16(truncatingIfNeeded: length).bigEndian, toByteOffset: 8, as: UInt16.self)
    }

    /// Writes a pointer to a name that is written already.
    package mutating func writePointer(to place: Int) {
        writeUInt16(0xC000 | UInt16(truncatingIfNeeded: place & Self.farthestPlace))
    }

    private mutating func remember(_ place: Int) {
        guard placeCount < Self.mostPlaces, place <= Self.farthestPlace else { return }
        places[placeCount] = UInt16(place)
        placeCount += 1
    }

    private func byte(at index: Int) -> UInt8 {
        start.load(fromByteOffset: index, as: UInt8.self)
    }

    /// Writes a name; as much of its end as stands in the message already becomes a pointer.
    ///
    /// - Parameter name: A valid name in uncompressed form, the root's zero at its end.
    package mutating func writeName(_ name: UnsafeRawBufferPointer) {
        let begin = count
        var index = 0
        let known = placeCount
        while index < name.count, name[index] != 0 {
            let rest = UnsafeRawBufferPointer(rebasing: name[index...])
            if let place = firstPlace(of: rest, among: known) {
                writePointer(to: place)
                if isFull { count = begin }
                return
            }
            let length = 1 + Int(name[index])
            let place = count
            guard length <= rest.count else { break }
            write(UnsafeRawBufferPointer(rebasing: rest[..<length]))
            if isFull { return count = begin }
            remember(place)
            index += length
        }
        writeByte(0)
        if isFull { count = begin }
    }

    private func firstPlace(of name: UnsafeRawBufferPointer, among known: Int) -> Int? {
        for index in 0..<known where isName(name, at: Int(places[index])) {
            return Int(places[index])
        }
        return nil
    }

    /// Whether the name at a place in the message is this one, but for the case of letters.
    private func isName(_ name: UnsafeRawBufferPointer, at place: Int) -> Bool {
        var place = place
        var index = 0
        while place < count, index < name.count {
            let byte = byte(at: place)
            if byte >= 0xC0 {
                guard place + 1 < count else { return false }
                // A pointer written here leads backwards, so this ends.
                place = Int(byte & 0x3F) << 8 | Int(self.byte(at: place + 1))
                continue
            }
            let length = Int(byte)
            guard byte == name[index], index + length < name.count, place + length < count
            else { return false }
            if length == 0 { return true }
            for offset in 1...length
            where DNSWriter.lowercased(self.byte(at: place + offset))
                != DNSWriter.lowercased(name[index + offset])
            {
                return false
            }
            place += 1 + length
            index += 1 + length
        }
        return false
    }

    /// A letter of ASCII in lower case; any other byte, and so a label's length, as it is.
    @inlinable
    package static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }
}
