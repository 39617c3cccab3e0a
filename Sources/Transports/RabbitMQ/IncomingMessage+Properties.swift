#if RabbitMQ
    import CRabbitMQ
    import DockerNetwork
    import DockerNetworkBroker

    extension IncomingMessage {
        /// Copies what a content header says; the body follows in frames of its own.
        init(_ properties: amqp_basic_properties_t, bodySize: UInt64) {
            self.init()
            self.bodySize = bodySize
            let flags = properties._flags
            func text(_ flag: Int32, _ bytes: amqp_bytes_t) -> String? {
                flags & amqp_flags_t(flag) == 0 ? nil : bytes.text(longest: Self.longestText)
            }
            type = text(AMQP_BASIC_TYPE_FLAG, properties.type)
            messageID = text(AMQP_BASIC_MESSAGE_ID_FLAG, properties.message_id)
            userID = text(AMQP_BASIC_USER_ID_FLAG, properties.user_id)
            replyTo = text(AMQP_BASIC_REPLY_TO_FLAG, properties.reply_to)
            correlationID = text(AMQP_BASIC_CORRELATION_ID_FLAG, properties.correlation_id)
            guard flags & amqp_flags_t(AMQP_BASIC_HEADERS_FLAG) != 0 else { return }
            read(properties.headers)
        }

        private mutating func read(_ table: amqp_table_t) {
            let entries = UnsafeBufferPointer(start: table.entries, count: Int(table.num_entries))
            for entry in entries {
                guard let key = entry.key.text(longest: Self.longestKey) else { continue }
                if let header = Self.wireHeaders[key] {
                    headers[header] = Self.value(entry.value)
                } else if key == "host", case .text(let text) = Self.value(entry.value) {
                    host = text
                } else if key == "state", case .text(let text) = Self.value(entry.value) {
                    state = text
                } else if key == "reason", case .text(let text) = Self.value(entry.value) {
                    reason = text
                }
            }
        }

        /// AMQP 0-9-1 section 4.2.5.5, with RabbitMQ's errata: integers of every width are one.
        private static func value(_ field: amqp_field_value_t) -> WireValue {
            switch amqp_field_value_kind_t(UInt32(field.kind)) {
            case AMQP_FIELD_KIND_I8: .integer(Int64(field.value.i8))
            case AMQP_FIELD_KIND_U8: .integer(Int64(field.value.u8))
            case AMQP_FIELD_KIND_I16: .integer(Int64(field.value.i16))
            case AMQP_FIELD_KIND_U16: .integer(Int64(field.value.u16))
            case AMQP_FIELD_KIND_I32: .integer(Int64(field.value.i32))
            case AMQP_FIELD_KIND_U32: .integer(Int64(field.value.u32))
            case AMQP_FIELD_KIND_I64: .integer(field.value.i64)
            case AMQP_FIELD_KIND_U64:
                Int64(exactly: field.value.u64).map { .integer($0) } ?? .other
            case AMQP_FIELD_KIND_UTF8:
                field.value.bytes.text(longest: longestHeader).map { .text($0) } ?? .other
            default: .other
            }
        }
    }

    extension amqp_bytes_t {
        /// The bytes as text, or nil where they are too many or not UTF-8.
        func text(longest: Int) -> String? {
            guard len <= longest else { return nil }
            return String(
                validating: UnsafeRawBufferPointer(start: bytes, count: len), as: UTF8.self)
        }
    }
#endif
