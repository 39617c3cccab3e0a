package import DockerNetwork

/// A message that came: only what this project reads, and never more than a sender may need.
package struct IncomingMessage: Hashable, Sendable {
    /// The type: one of `MessageType` if the message is ours.
    package var type: String?
    /// Its identity.
    package var messageID: String?
    /// Vouched for by the broker, where it is there.
    package var userID: String?
    /// The address that a receipt shall go to.
    package var replyTo: String?
    /// The message that a receipt is about.
    package var correlationID: String?
    /// The headers beside an announcement.
    package var headers: [WireHeader: WireValue] = [:]
    /// On a receipt: who answers.
    package var host: String?
    /// On a receipt that applies: how the host knows it.
    package var state: String?
    /// On a receipt that refuses: why.
    package var reason: String?
    /// The length of the body in bytes; `body` is empty if that is more than a body may have.
    package var bodySize: UInt64 = 0
    package var body: [UInt8] = []

    /// A property's text is not read beyond this many bytes, AMQP's limit for it.
    package static let longestText = 255
    /// A header's text is not read beyond this many bytes.
    package static let longestHeader = 1024
    /// A header with a longer name is ignored.
    package static let longestKey = 16
    /// The headers beside an announcement, by name.
    package static let wireHeaders: [String: WireHeader] = Dictionary(
        uniqueKeysWithValues: WireHeader.allCases.map { ($0.rawValue, $0) })

    /// A message without anything.
    package init() {}
}

extension IncomingMessage {
    /// The probe, where it is one; one that is not this connection's own proves nothing, and
    /// the host knows its own.
    package var probe: ProbeID? {
        guard type == MessageType.probe, let messageID else { return nil }
        return UInt64(messageID).map(ProbeID.init(rawValue:))
    }

    /// Only a direct reply-to is answered: an address of another kind could be anybody's
    /// queue, and the host would write there for whoever asks.
    package var replyAddress: ReplyAddress? {
        guard let replyTo, let correlationID, replyTo.hasPrefix(Topology.directReplyTo + ".")
        else { return nil }
        return ReplyAddress(route: replyTo, correlation: correlationID)
    }
}
