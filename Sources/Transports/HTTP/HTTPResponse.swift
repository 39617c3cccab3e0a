#if RabbitMQManagement || Docker
    /// The answer to a request.
    package struct HTTPResponse: Sendable {
        /// The status (RFC 9110 section 15).
        package var status: Int
        /// The parts of the body that the request keeps, or the reason why the body is no JSON.
        package var content: Result<JSONValue, JSONError>

        /// Whether what was asked for was done.
        package var isSuccess: Bool { (200..<300).contains(status) }

        /// The parts of the body that are kept; nil if it is no JSON.
        package var value: JSONValue? { try? content.get() }
    }
#endif
