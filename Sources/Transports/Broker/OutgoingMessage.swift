package import DockerNetwork

/// A message that is sent: the properties this project uses, and the body.
package struct OutgoingMessage: Sendable {
    /// The type: one of `MessageType`.
    package var type: String
    /// Its identity; at most 255 bytes, as every property that is a text.
    package var messageID: String?
    /// The time when it was sent: seconds since 1970.
    package var timestamp: UInt64?
    /// The connection's user, which the broker checks.
    package var userID: String?
    /// The address that a receipt shall go to.
    package var replyTo: String?
    /// The message that a receipt is about.
    package var correlationID: String?
    /// After how many milliseconds the broker drops it.
    package var expiration: Int64?
    /// Whether it shall survive a broker's restart.
    package var isPersistent = false
    /// The headers.
    package var headers: [(String, WireValue)] = []
    /// The body.
    package var body: [UInt8] = []

    /// AMQP's limit for a short string (AMQP 0-9-1 section 4.2.5.3).
    package static let longestText = 255

    /// A message of a type, and nothing more.
    package init(type: String) {
        self.type = type
    }
}

extension OutgoingMessage {
    /// An announcement, as DESIGN's wire has it: what is repeated is transient and expires with
    /// its lease, what nobody repeats is persistent.
    package init(_ publication: Publication, user: String, canHearReceipts: Bool) {
        let announcement = publication.announcement
        let wire = WireMessage(announcement)
        type = MessageType.announcement
        messageID = publication.messageID
        timestamp = UInt64(max(0, publication.sentAt) / 1000)
        userID = user
        body = wire.body
        headers = WireHeader.allCases.compactMap { header in
            wire.headers[header].map { (header.rawValue, $0) }
        }
        isPersistent = true
        if announcement.kind == .up, let lease = announcement.lease {
            isPersistent = false
            expiration = lease.seconds * 1000
        }
        if publication.wantsReceipt, canHearReceipts {
            replyTo = Topology.directReplyTo
            correlationID = publication.messageID
        }
    }

    /// A host's answer.
    package init(_ receipt: Receipt, correlationID: String) {
        type = MessageType.receipt
        self.correlationID = correlationID
        headers = [("host", .text(receipt.hostName))]
        body = Array(receipt.wireBody.utf8)
        if let state = receipt.wireState { headers.append(("state", .text(state))) }
        if let reason = receipt.wireReason {
            headers.append(("reason", .text(reason.printable(longest: 1024))))
        }
    }

    /// A host's message to itself, of no use to it after a while.
    package init(_ probe: ProbeID) {
        type = MessageType.probe
        messageID = String(probe.rawValue)
        expiration = Topology.probeExpiry
    }

    /// A host's request that every emitter announce again.
    package static let resync = OutgoingMessage(type: MessageType.resync)
}
