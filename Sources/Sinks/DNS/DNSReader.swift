/// Reads the fields of a DNS message (RFC 1035 section 4) in place, and never beyond its end.
///
/// Every method that returns an optional returns nil where the message ends too early.
package struct DNSReader {
    /// The maximum number of bytes of a name, its lengths and the root's included (RFC 1035 section
    /// 2.3.4).
    @inlinable package static var longestName: Int { 255 }

    /// The whole message.
    @usableFromInline package let message: UnsafeRawBufferPointer
    /// The position of the next field: 0 to the message's size.
    @usableFromInline package internal(set) var index: Int

    /// Starts at the first byte.
    ///
    /// - Parameter message: The bytes, which must outlive the reader.
    @inlinable
    package init(_ message: UnsafeRawBufferPointer) {
        self.init(message, from: 0)
    }

    /// Starts somewhere in the message, at its end at most.
    @inlinable
    package init(_ message: UnsafeRawBufferPointer, from index: Int) {
        self.message = message
        self.index = min(max(index, 0), message.count)
    }

    /// The number of bytes left.
    @inlinable package var remaining: Int { message.count - index }

    /// Reads one byte.
    @inlinable
    package mutating func readByte() -> UInt8? {
        guard remaining >= 1 else { return nil }
        defer { index += 1 }
        return message[index]
    }

    /// Reads 16 bits, the most significant byte first.
    @inlinable
    package mutating func readUInt16() -> UInt16? {
        guard remaining >= 2 else { return nil }
        defer { index += 2 }
        return UInt16(bigEndian: message.loadUnaligned(fromByteOffset: index, as: UInt16.self))
    }

    /// Reads 32 bits, the most significant byte first.
    @inlinable
    package mutating func readUInt32() -> UInt32? {
        guard remaining >= 4 else { return nil }
        defer { index += 4 }
        return UInt32(bigEndian: message.loadUnaligned(fromByteOffset: index, as: UInt32.self))
    }

    /// Reads so many bytes.
    package mutating func read(_ count: Int) -> UnsafeRawBufferPointer? {
        guard count >= 0, count <= remaining else { return nil }
        defer { index += count }
        return UnsafeRawBufferPointer(rebasing: message[index..<(index + count)])
    }

    /// Skips so many bytes; false: there are fewer.
    @inlinable
    package mutating func skip(_ count: Int) -> Bool {
        guard count >= 0, count <= remaining else { return false }
        index += count
        return true
    }

    /// Skips a name that may end in a pointer; where that points to is not read.
    ///
    /// - Returns: Whether it is a name: labels of at most 63 bytes, 255 bytes in all.
    @inlinable
    package mutating func skipName() -> Bool {
        let start = index
        while let length = readByte() {
            switch length {
            case 0: return index - start <= Self.longestName
            case 1...63: guard skip(Int(length)) else { return false }
            case 0xC0...: return skip(1) && index - start <= Self.longestName
            default: return false
            }
            guard index - start < Self.longestName else { return false }
        }
        return false
    }

    /// Reads a name, following its pointers, into a buffer.
    ///
    /// A pointer must lead backwards, to before where the part that it ends begins: so no message
    /// leads round in a circle.
    ///
    /// - Parameter name: At least 255 bytes. It gets the name's uncompressed form.
    /// - Returns: How many bytes the name has, or nil where it is none.
    package mutating func readName(into name: UnsafeMutableRawBufferPointer) -> Int? {
        precondition(name.count >= Self.longestName)
        var reader = self
        var count = 0
        var partStart = index
        var hasJumped = false
        while let length = reader.readByte() {
            switch length {
            case 0:
                name[count] = 0
                if !hasJumped { index = reader.index }
                return count + 1
            case 1...63:
                // One byte stays for the root's.
                guard count + 1 + Int(length) < Self.longestName,
                    let label = reader.read(Int(length))
                else { return nil }
                name[count] = length
                UnsafeMutableRawBufferPointer(rebasing: name[(count + 1)...])
                    .copyMemory(from: label)
                count += 1 + Int(length)
            case 0xC0...:
                guard let low = reader.readByte() else { return nil }
                if !hasJumped { index = reader.index }
                hasJumped = true
                let target = Int(length & 0x3F) << 8 | Int(low)
                guard target < partStart else { return nil }
                partStart = target
                reader.index = target
            default: return nil
            }
        }
        return nil
    }
}
