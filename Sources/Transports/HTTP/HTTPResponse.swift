#if RabbitMQManagement || Docker
    /// The answer to a request.
    package struct HTTPResponse: Sendable {
        /// The status (RFC 9110 section 15).
        package var status: Int
        /// What the request keeps of the body, or why that is no JSON.
        package var content: Result<JSONValue, JSONError>

        /// Whether what was asked for was done.
        package var isSuccess: Bool { (200..<300).contains(status) }

        /// What is kept of the body; nil where that is no JSON.
        package var value: JSONValue? { try? content.get() }
    }
#endif
