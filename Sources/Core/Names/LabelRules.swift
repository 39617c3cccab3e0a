/// The rules of RFC 1123 section 2.1 and RFC 1035 section 2.3.4 for the labels of a name.
enum LabelRules {
    /// Checks every label of a dotted name and returns the name in lower case.
    static func lowercasedName(_ bytes: some Collection<UInt8>) throws(NameError) -> String {
        try bytes.withContiguousBytes { bytes in
            Result { () throws(NameError) in try lowercasedName(bytes) }
        }.get()
    }

    private static func lowercasedName(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(NameError) -> String {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= 253 else { throw .tooLong }
        var lowercased: [UInt8] = []
        lowercased.reserveCapacity(bytes.count)
        var labelStart = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"):
                lowercased.append(byte)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                lowercased.append(byte | 0x20)
            case UInt8(ascii: "."):
                try check(lowercased[labelStart...])
                lowercased.append(byte)
                labelStart = lowercased.count
            default:
                throw .invalidByte(byte)
            }
        }
        try check(lowercased[labelStart...])
        guard IPv4Address(utf8: lowercased) == nil else { throw .address }
        return String(decoding: lowercased, as: UTF8.self)
    }

    private static func check(_ label: ArraySlice<UInt8>) throws(NameError) {
        guard let first = label.first, let last = label.last else { throw .emptyLabel }
        guard label.count <= 63 else { throw .labelTooLong }
        guard first != UInt8(ascii: "-"), last != UInt8(ascii: "-") else { throw .hyphenAtEdge }
    }
}
