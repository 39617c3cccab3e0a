import DockerNetwork

/// One message on the socket: one packet, whose end the socket keeps.
///
/// | bytes | what |
/// |---|---|
/// | 1 | the version, `Packet.version` |
/// | 1 | the kind, `Packet.Kind` |
/// | 2 | how many bytes of fields follow, at most `longestHeader` |
/// | … | fields: a tag (`Packet.Field`), the value's length in two bytes, the value |
/// | the rest | the body: of an announcement `ip:hostname:up` or `ip:hostname:down`, as in 2014 |
///
/// Numbers have eight bytes, and all stand in network order, as two's complement; texts are UTF-8.
/// A field whose tag is unknown is passed over, so that later versions may add some; none may come
/// twice.
struct Packet: Hashable, Sendable {
    /// The kind of a packet; the first comes from emitters, the others from the host.
    enum Kind: UInt8, CaseIterable {
        /// An announcement.
        case announcement = 1
        /// The host has all announcements up to the one with this `number`.
        case confirm
        /// The host's answer: `host`, `correlation`, and what `Receipt` puts on every wire: a body such
        /// as `applied`, a `state` and a `reason`.
        case receipt
        /// The host asks to announce again.
        case resync
        /// The host ends the connection, for this `reason`.
        case end
    }

    /// A field beside the body.
    enum Field: UInt8, CaseIterable {
        /// Counts an emitter's messages on one connection, for their confirms.
        case number = 1
        case messageID
        /// Seconds since 1970.
        case timestamp
        case application
        /// The next four as `WireHeader` has them, the UUID as text.
        case instance
        case started
        case sequence
        case lease
        /// The identity that a receipt shall refer to; without it none is wanted.
        case correlation
        /// Empty: what is announced ends with the connection.
        case bound
        case host
        case reason
        /// Of what was applied: how the host knows it.
        case state
    }

    var kind: Kind
    var fields: [Field: [UInt8]] = [:]
    /// The body, or nothing where it is longer than any of an announcement.
    var body: [UInt8] = []
    /// The length of the body in bytes.
    var bodySize = 0

    static let version: UInt8 = 1
    /// The most bytes that the fields of a packet have.
    static let longestHeader = 2_048
    /// So much is read of a packet; of the rest nothing but its length matters.
    static let readLength = 4 + longestHeader + AnnouncementBody.longest
    /// Texts but reasons are not longer.
    static let longestText = 255
    static let longestReason = 1_024

    /// A packet without fields or body.
    init(_ kind: Kind) {
        self.kind = kind
    }

    func text(_ field: Field) -> String? {
        fields[field].flatMap { String(validating: $0, as: UTF8.self) }
    }

    func integer(_ field: Field) -> Int64? {
        guard let bytes = fields[field], bytes.count == 8 else { return nil }
        return Int64(bitPattern: bytes.reduce(0) { $0 << 8 | UInt64($1) })
    }

    mutating func set(_ field: Field, _ text: String) {
        fields[field] = Array(text.utf8)
    }

    mutating func set(_ field: Field, _ integer: Int64) {
        fields[field] = withUnsafeBytes(of: integer.bigEndian) { Array($0) }
    }
}
