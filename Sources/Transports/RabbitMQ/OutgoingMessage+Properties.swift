#if RabbitMQ
    import CRabbitMQ
    import DockerNetwork
    import DockerNetworkBroker

    extension OutgoingMessage {
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
#endif
