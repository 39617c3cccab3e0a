#if RabbitMQManagement
    import DockerNetwork
    import DockerNetworkBroker
    import DockerNetworkHTTP

    extension OutgoingMessage {
        /// The body of a request to publish it: the same properties and headers as over AMQP, but
        /// `reply-to`, which the broker refuses here.
        func json(routingKey: String) -> JSONValue {
            var properties: [String: JSONValue] = [
                "type": .text(type), "app_id": .text(Topology.exchange),
                "delivery_mode": .integer(isPersistent ? 2 : 1),
            ]
            properties["message_id"] = messageID.map { .text($0) }
            properties["timestamp"] = timestamp.map { .integer(Int64(clamping: $0)) }
            properties["user_id"] = userID.map { .text($0) }
            properties["correlation_id"] = correlationID.map { .text($0) }
            properties["expiration"] = expiration.map { .text(String($0)) }
            if !headers.isEmpty {
                var members: [String: JSONValue] = [:]
                for (name, value) in headers { members[name] = Self.json(value) }
                properties["headers"] = .object(members)
            }
            return .object([
                "properties": .object(properties), "routing_key": .text(routingKey),
                // Every body is ASCII.
                "payload": .text(String(decoding: body, as: UTF8.self)),
                "payload_encoding": .text("string"),
            ])
        }

        /// RabbitMQ makes 64-bit integers of JSON's, as our wire wants them.
        private static func json(_ value: WireValue) -> JSONValue {
            switch value {
            case .integer(let number): .integer(number)
            case .text(let text): .text(text)
            case .other: .null
            }
        }
    }
#endif
