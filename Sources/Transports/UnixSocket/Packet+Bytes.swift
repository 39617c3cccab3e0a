import DockerNetwork

extension Packet {
    /// The packet as it is sent.
    ///
    /// The caller keeps texts within their limits, so that every length fits.
    var bytes: [UInt8] {
        var header: [UInt8] = []
        for field in Field.allCases {
            guard let value = fields[field] else { continue }
            header.append(field.rawValue)
            header += Self.length(value.count)
            header += value
        }
        return [Self.version, kind.rawValue] + Self.length(header.count) + header + body
    }

    /// Reads a packet.
    ///
    /// - Parameters:
    ///   - bytes: Its beginning, `readLength` bytes where it is longer.
    ///   - size: How long it is.
    /// - Throws: `PacketError`.
    init(_ bytes: ArraySlice<UInt8>, size: Int) throws(PacketError) {
        var rest = bytes
        guard let version = rest.popFirst() else { throw .garbled }
        guard version == Self.version else { throw .version(version) }
        guard let number = rest.popFirst() else { throw .garbled }
        guard let length = Self.length(&rest), length <= Self.longestHeader, length <= rest.count
        else { throw .garbled }
        guard let kind = Kind(rawValue: number) else { throw .kind(number) }
        self.init(kind)
        fields = try Self.fields(rest.prefix(length))
        bodySize = size - 4 - length
        if bodySize <= AnnouncementBody.longest { body = Array(rest.dropFirst(length)) }
    }

    private static func fields(_ header: ArraySlice<UInt8>) throws(PacketError) -> [Field: [UInt8]]
    {
        var rest = header
        var fields: [Field: [UInt8]] = [:]
        while let tag = rest.popFirst() {
            guard let length = length(&rest), length <= rest.count else { throw .garbled }
            defer { rest.removeFirst(length) }
            guard let field = Field(rawValue: tag) else { continue }
            guard fields.updateValue(Array(rest.prefix(length)), forKey: field) == nil
            else { throw .garbled }
        }
        return fields
    }

    private static func length(_ count: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)]
    }

    private static func length(_ rest: inout ArraySlice<UInt8>) -> Int? {
        guard let high = rest.popFirst(), let low = rest.popFirst() else { return nil }
        return Int(high) << 8 | Int(low)
    }
}
