/// One announcement as it is handed to a transport.
public struct Publication: Hashable, Sendable {
    /// What is announced.
    public var announcement: Announcement
    /// The message's identity, at most `longestMessageID` bytes: a transport refuses a longer one;
    /// a publish that is repeated keeps it.
    public var messageID: String
    /// When it was handed over: milliseconds since 1970.
    public var sentAt: Int64
    /// Whether the hosts shall answer, where the transport can carry that.
    public var wantsReceipt: Bool

    /// 255 bytes: AMQP's limit for a short string (AMQP 0-9-1 section 4.2.5.3) holds on every wire.
    public static let longestMessageID = 255

    /// Creates one from its parts.
    public init(
        _ announcement: Announcement, messageID: String, sentAt: Int64, wantsReceipt: Bool = false
    ) {
        self.announcement = announcement
        self.messageID = messageID
        self.sentAt = sentAt
        self.wantsReceipt = wantsReceipt
    }
}
