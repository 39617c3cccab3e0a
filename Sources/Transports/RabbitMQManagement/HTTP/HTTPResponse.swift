#if RabbitMQManagement
    /// The answer to a request.
    struct HTTPResponse: Sendable {
        /// The status (RFC 9110 section 15).
        var status: Int
        /// The body.
        var body: [UInt8]

        /// Whether what was asked for was done.
        var isSuccess: Bool { (200..<300).contains(status) }
    }
#endif
