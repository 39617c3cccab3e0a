internal import DockerNetwork

/// A publication on its way: printed, so that a host reads it as it would from a wire.
struct InMemoryMessage: Sendable {
    enum Content: Sendable {
        case announcement(WireMessage)
        case probe(ProbeID)
    }

    var content: Content
    var messageID: String?
    var replyAddress: ReplyAddress?
}
