#if RabbitMQ
    import CRabbitMQ
    import DockerNetworkBroker
    import DockerNetworkSystem

    /// The broker's number for a failure and its own words (AMQP 0-9-1 section 1.1).
    struct BrokerReason: Hashable, Sendable {
        var code: UInt16
        var text: String

        /// Copies the words, fit for a log.
        init(_ code: UInt16, _ text: amqp_bytes_t) {
            self.code = code
            let bytes = UnsafeRawBufferPointer(start: text.bytes, count: text.len)
            self.text = String(decoding: bytes, as: UTF8.self).printable(longest: 512)
        }

        /// Whether a queue is there without the argument that earlier versions did not declare.
        var concernsNewArgument: Bool {
            code == Self.preconditionFailed && text.holds("'\(Topology.newQueueArgument)'")
        }

        static let accessRefused: UInt16 = 403
        static let notFound: UInt16 = 404
        static let resourceLocked: UInt16 = 405
        static let preconditionFailed: UInt16 = 406
        static let notAllowed: UInt16 = 530
    }
#endif
