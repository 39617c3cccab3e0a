#if RabbitMQManagement
    /// The answer to a request.
    struct HTTPResponse: Sendable {
        /// The status (RFC 9110 section 15).
        var status: Int
        /// What the request keeps of the body, or why that is no JSON.
        var content: Result<JSONValue, JSONError>

        /// Whether what was asked for was done.
        var isSuccess: Bool { (200..<300).contains(status) }

        /// What is kept of the body; nil where that is no JSON.
        var value: JSONValue? { try? content.get() }
    }
#endif
