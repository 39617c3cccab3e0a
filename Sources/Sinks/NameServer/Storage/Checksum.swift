/// CRC-32 (ISO 3309, as in zlib): tells a line that was written whole from one that was not.
enum Checksum {
    /// The remainder of each byte.
    private static let remainders: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in
            value & 1 == 0 ? value >> 1 : 0xEDB8_8320 ^ (value >> 1)
        }
    }

    /// The checksum of bytes.
    static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        ~remainders.withUnsafeBufferPointer { remainders in
            bytes.reduce(UInt32.max) { value, byte in
                remainders[Int(UInt8(truncatingIfNeeded: value) ^ byte)] ^ (value >> 8)
            }
        }
    }
}
