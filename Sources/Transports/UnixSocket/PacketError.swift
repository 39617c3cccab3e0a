/// The reason why bytes are no packet of this protocol.
enum PacketError: Error, Hashable, Sendable {
    /// It is shorter than its own lengths say, has a field twice, or too many bytes of fields.
    case garbled
    /// It begins with another version.
    case version(UInt8)
    /// Its kind is unknown.
    case kind(UInt8)
}

extension PacketError: CustomStringConvertible {
    /// The reason as a sentence about a packet.
    var description: String {
        switch self {
        case .garbled: "it is no message of my-docker-network"
        case .version(let version): "it has version \(version); this host speaks \(Packet.version)"
        case .kind(let kind): "it is of the unknown kind \(kind)"
        }
    }
}
