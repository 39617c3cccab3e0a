/// Names a connection of a sender, where the transport sees its end; a subscription uses none twice.
public struct ClientID: Hashable, Sendable {
    /// The transport's own number.
    public let rawValue: UInt64

    /// Wraps the transport's own number.
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }
}
