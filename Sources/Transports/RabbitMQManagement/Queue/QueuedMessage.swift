#if RabbitMQManagement
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkHTTP

    /// A message as a look into a queue shows it.
    struct QueuedMessage: Hashable, Sendable {
        /// The message itself.
        var message: IncomingMessage
        /// Whether somebody has got it before and left it there; false: nobody ever looked at it.
        var wasSeen: Bool

        init(_ message: IncomingMessage, wasSeen: Bool) {
            self.message = message
            self.wasSeen = wasSeen
        }
    }

    extension QueuedMessage {
        /// The parts of a message that are kept.
        static let shape: JSONShape = {
            let text = JSONShape.scalar(longest: IncomingMessage.longestText)
            let names = ["type", "message_id", "user_id", "reply_to", "correlation_id"]
            var properties = Dictionary(uniqueKeysWithValues: names.map { ($0, text) })
            let header = JSONShape.scalar(longest: IncomingMessage.longestHeader)
            properties["headers"] = .members(IncomingMessage.wireHeaders.mapValues { _ in header })
            return .members([
                "properties": .members(properties), "payload_bytes": .short,
                "redelivered": .short,
                // In base 64, and one byte longer than a body may be.
                "payload": .scalar(longest: (AnnouncementBody.longest + 1) * 2),
            ])
        }()

        /// Reads one element of the API's answer; what is missing there is missing in the message.
        init(_ value: JSONValue) {
            var message = IncomingMessage()
            let properties = value["properties"]
            func text(_ name: String) -> String? {
                properties?[name]?.text.flatMap {
                    $0.utf8.count <= IncomingMessage.longestText ? $0 : nil
                }
            }
            message.type = text("type")
            message.messageID = text("message_id")
            message.userID = text("user_id")
            message.replyTo = text("reply_to")
            message.correlationID = text("correlation_id")
            for (name, header) in IncomingMessage.wireHeaders {
                if let value = properties?["headers"]?[name] {
                    message.headers[header] = Self.read(value)
                }
            }
            let body = value["payload"]?.text.flatMap(Base64.decode) ?? []
            message.bodySize = UInt64(
                clamping: value["payload_bytes"]?.integer ?? Int64(body.count))
            if message.bodySize <= UInt64(AnnouncementBody.longest) { message.body = body }
            self.init(message, wasSeen: value["redelivered"]?.boolean ?? false)
        }

        private static func read(_ value: JSONValue) -> WireValue {
            switch value {
            case .integer(let number): .integer(number)
            case .text(let text) where text.utf8.count <= IncomingMessage.longestHeader: .text(text)
            default: .other
            }
        }
    }
#endif
