/// What a transport can do beyond carrying announcements.
public struct TransportCapabilities: OptionSet, Hashable, Sendable {
    /// The set as bits.
    public let rawValue: Int

    /// Makes a set of its bits.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Hosts can answer an announcement.
    public static let receipts = Self(rawValue: 1 << 0)
    /// Hosts can ask every emitter to announce again.
    public static let resync = Self(rawValue: 1 << 1)
    /// What was announced while a host was away waits for it.
    public static let durable = Self(rawValue: 1 << 2)
    /// Every host gets every announcement.
    public static let fanout = Self(rawValue: 1 << 3)
}
