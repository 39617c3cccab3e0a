#if RabbitMQ
    import CRabbitMQ
    import DockerNetwork

    /// A message that is sent: the properties this project uses, and the body.
    struct OutgoingMessage {
        /// What it is: one of `MessageType`.
        var type: String
        /// Its identity; at most 255 bytes, as every property that is a text.
        var messageID: String?
        /// When it was sent: seconds since 1970.
        var timestamp: UInt64?
        /// The connection's user, whom the broker compares.
        var userID: String?
        /// Where a receipt shall go.
        var replyTo: String?
        /// What a receipt is about.
        var correlationID: String?
        /// After how many milliseconds the broker drops it.
        var expiration: Int64?
        /// Whether it shall survive a broker's restart.
        var isPersistent = false
        /// The headers.
        var headers: [(String, WireValue)] = []
        /// The body.
        var body: [UInt8] = []

        /// AMQP's limit for a short string.
        static let longestText = 255

        /// The properties for the C library; they live as long as what `arena` handed out.
        func properties(in arena: ByteArena) -> amqp_basic_properties_t {
            var properties = amqp_basic_properties_t()
            var flags =
                AMQP_BASIC_TYPE_FLAG | AMQP_BASIC_APP_ID_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG
            properties.type = arena.bytes(type)
            properties.app_id = arena.bytes(Topology.exchange)
            properties.delivery_mode = isPersistent ? 2 : 1
            if let messageID {
                flags |= AMQP_BASIC_MESSAGE_ID_FLAG
                properties.message_id = arena.bytes(messageID)
            }
            if let timestamp {
                flags |= AMQP_BASIC_TIMESTAMP_FLAG
                properties.timestamp = timestamp
            }
            if let userID {
                flags |= AMQP_BASIC_USER_ID_FLAG
                properties.user_id = arena.bytes(userID)
            }
            if let replyTo {
                flags |= AMQP_BASIC_REPLY_TO_FLAG
                properties.reply_to = arena.bytes(replyTo)
            }
            if let correlationID {
                flags |= AMQP_BASIC_CORRELATION_ID_FLAG
                properties.correlation_id = arena.bytes(correlationID)
            }
            if let expiration {
                flags |= AMQP_BASIC_EXPIRATION_FLAG
                properties.expiration = arena.bytes(String(expiration))
            }
            if !headers.isEmpty {
                flags |= AMQP_BASIC_HEADERS_FLAG
                properties.headers = arena.table(headers.map { arena.entry($0.0, $0.1) })
            }
            properties._flags = amqp_flags_t(flags)
            return properties
        }
    }

    extension OutgoingMessage {
        /// An announcement, as DESIGN's wire has it: what is repeated is transient and expires with
        /// its lease, what nobody repeats is persistent.
        init(_ publication: Publication, user: String, canHearReceipts: Bool) {
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
        init(_ receipt: Receipt, correlationID: String) {
            type = MessageType.receipt
            self.correlationID = correlationID
            headers = [("host", .text(receipt.hostName))]
            switch receipt.outcome {
            case .applied:
                body = Array("applied".utf8)
            case .refused(let reason):
                body = Array("refused".utf8)
                headers.append(("reason", .text(reason.printable(longest: 1024))))
            }
        }

        /// A host's message to itself, of no use to it after a while.
        init(_ probe: ProbeID) {
            type = MessageType.probe
            messageID = String(probe.rawValue)
            expiration = Topology.probeExpiry
        }

        /// A host's request that every emitter announce again.
        static let resync = OutgoingMessage(type: MessageType.resync)
    }
#endif
