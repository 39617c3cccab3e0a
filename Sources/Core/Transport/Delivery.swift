/// One message as a host gets it.
public struct Delivery: Sendable {
    /// Names one delivery of one subscription, for its acknowledgement.
    public struct Token: Hashable, Sendable {
        /// The transport's own number.
        public let rawValue: UInt64

        /// Wraps the transport's own number.
        public init(rawValue: UInt64) {
            self.rawValue = rawValue
        }
    }

    /// The content of a message.
    public enum Content: Hashable, Sendable {
        /// An announcement.
        case announcement(Announcement)
        /// Something that is none; it is acknowledged so that it does not come again.
        case malformed(WireError)
        /// A probe of this subscription's own that has come back.
        case probe(ProbeID)
        /// All that the engine's containers have was announced since the last such message of this
        /// subscription, or since its beginning: what their instances hold beside that has ended.
        case complete(EngineID)
        /// The connection `client` has ended, and all it sent came before: no reply goes to it.
        case left
    }

    /// Names it for its acknowledgement.
    public var token: Token
    /// The content of the message.
    public var content: Content
    /// The message's identity, where it has one.
    public var messageID: String?
    /// The user who sent it, where the transport vouches for that.
    public var user: String?
    /// The sender that takes turns: one user may have several.
    public var sender: Sender
    /// The connection it came over, where the transport sees the end of that.
    public var client: ClientID?
    /// The address for the answer, if the sender asked for one.
    public var replyAddress: ReplyAddress?

    /// Creates one from its parts; the sender is the user unless the transport can tell more.
    public init(
        token: Token, content: Content, messageID: String? = nil, user: String? = nil,
        sender: Sender? = nil, client: ClientID? = nil, replyAddress: ReplyAddress? = nil
    ) {
        self.token = token
        self.content = content
        self.messageID = messageID
        self.user = user
        self.sender = sender ?? Sender(user: user)
        self.client = client
        self.replyAddress = replyAddress
    }
}

/// Names a connection of a sender, where the transport sees its end; a subscription uses none twice.
public struct ClientID: Hashable, Sendable {
    /// The transport's own number.
    public let rawValue: UInt64

    /// Wraps the transport's own number.
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }
}

/// Names one probe of a host; random, so that what an earlier process sent proves nothing.
public struct ProbeID: Hashable, Sendable {
    /// The number.
    public let rawValue: UInt64

    /// Wraps a number.
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// A new random one.
    static func random() -> Self {
        Self(rawValue: .random(in: .min ... .max))
    }
}
