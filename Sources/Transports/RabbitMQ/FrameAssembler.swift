#if RabbitMQ
    import CRabbitMQ
    import DockerNetwork
    import DockerNetworkBroker

    /// Puts the frames of a message together: a method, a header, and as many body frames as it
    /// takes (AMQP 0-9-1 section 4.2.6), so that nothing waits in the middle of one.
    struct FrameAssembler {
        /// The reason why a message comes.
        enum Occasion {
            /// A consumer gets it, under this number.
            case delivery(UInt64)
            /// The broker could not route what this connection published.
            case returned(BrokerReason)
        }

        private struct Partial {
            var occasion: Occasion
            var message: IncomingMessage?
            var missing: UInt64 = 0
        }

        private var partials: [amqp_channel_t: Partial] = [:]

        /// Begins a message on `channel`.
        mutating func begin(_ occasion: Occasion, on channel: amqp_channel_t) {
            partials[channel] = Partial(occasion: occasion)
        }

        /// Forgets what has begun on `channel`.
        mutating func abandon(_ channel: amqp_channel_t) {
            partials[channel] = nil
        }

        /// Takes a message's header; gives the message where it has no body.
        mutating func header(
            _ frame: amqp_frame_t
        ) throws(TransportError) -> (Occasion, IncomingMessage)? {
            guard var partial = partials[frame.channel], partial.message == nil,
                let decoded = frame.payload.properties.decoded,
                frame.payload.properties.class_id == UInt16(AMQP_BASIC_CLASS)
            else { throw Self.outOfOrder }
            let size = frame.payload.properties.body_size
            let properties = decoded.assumingMemoryBound(to: amqp_basic_properties_t.self).pointee
            partial.message = IncomingMessage(properties, bodySize: size)
            partial.missing = size
            return finish(partial, on: frame.channel)
        }

        /// Takes a piece of a message's body; gives the message where that was the last.
        mutating func body(
            _ frame: amqp_frame_t
        ) throws(TransportError) -> (Occasion, IncomingMessage)? {
            let fragment = frame.payload.body_fragment
            guard var partial = partials[frame.channel], partial.message != nil,
                partial.missing >= UInt64(fragment.len)
            else { throw Self.outOfOrder }
            partial.missing -= UInt64(fragment.len)
            if let size = partial.message?.bodySize, size <= UInt64(AnnouncementBody.longest) {
                partial.message?.body += UnsafeRawBufferPointer(
                    start: fragment.bytes, count: fragment.len)
            }
            return finish(partial, on: frame.channel)
        }

        private mutating func finish(
            _ partial: Partial, on channel: amqp_channel_t
        ) -> (Occasion, IncomingMessage)? {
            guard partial.missing == 0, let message = partial.message else {
                partials[channel] = partial
                return nil
            }
            partials[channel] = nil
            return (partial.occasion, message)
        }

        private static var outOfOrder: TransportError {
            TransportError(
                .closed, "the broker sent the frames of a message out of order; connect again")
        }
    }
#endif
