internal import DockerNetwork

/// A publication on its way: printed, so that a host reads it as it would from a wire.
struct InMemoryMessage: Sendable {
    var wire: WireMessage
    var messageID: String
    var replyAddress: ReplyAddress?
}
