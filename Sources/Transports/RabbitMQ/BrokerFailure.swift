#if RabbitMQ
    import CRabbitMQ
    import DockerNetworkConnection

    /// A failure as the C library or the broker reports it, before it is explained.
    enum BrokerFailure: Error {
        /// The library's own number (`amqp_status_enum`).
        case library(CInt)
        /// No connection came about.
        case connect(ConnectFailure)
        /// A part that TLS needs is missing, in words.
        case security(String)
        /// The broker closed the channel.
        case channel(BrokerReason)
        /// The broker closed the connection.
        case connection(BrokerReason)

        /// Reads the answer to a call that waited, or returns nil where it succeeded.
        init?(_ reply: amqp_rpc_reply_t) {
            switch reply.reply_type {
            case AMQP_RESPONSE_NORMAL:
                return nil
            case AMQP_RESPONSE_SERVER_EXCEPTION:
                self = Self.exception(reply.reply)
            default:
                self = .library(reply.library_error)
            }
        }

        /// `connection.close` and `channel.close` have the same fields, but their own types.
        private static func exception(_ method: amqp_method_t) -> Self {
            guard let decoded = method.decoded else {
                return .library(AMQP_STATUS_UNEXPECTED_STATE.rawValue)
            }
            if method.id == AMQP_CONNECTION_CLOSE_METHOD {
                let close = decoded.assumingMemoryBound(to: amqp_connection_close_t.self).pointee
                return .connection(BrokerReason(close.reply_code, close.reply_text))
            }
            guard method.id == AMQP_CHANNEL_CLOSE_METHOD else {
                return .library(AMQP_STATUS_WRONG_METHOD.rawValue)
            }
            let close = decoded.assumingMemoryBound(to: amqp_channel_close_t.self).pointee
            return .channel(BrokerReason(close.reply_code, close.reply_text))
        }

        /// The words of whoever said it.
        var text: String {
            switch self {
            case .library(let status): String(cString: amqp_error_string2(status))
            case .connect(let failure): failure.description
            case .security(let complaint): complaint
            case .channel(let reason), .connection(let reason): reason.text
            }
        }
    }
#endif
