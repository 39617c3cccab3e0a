#if RabbitMQManagement
    import DockerNetworkBroker
    import DockerNetworkHTTP

    extension HTTPRequest {
        /// The words of a refusal, which may stand in the place of every answer.
        private static let refusal = ["error": JSONShape.short, "reason": .scalar(longest: 4096)]

        /// A request to `/api/` and these segments, each escaped (RFC 3986 section 3.3).
        init(
            _ method: Method, _ segments: [String], query: String = "", body: JSONValue? = nil,
            keeping shape: JSONShape = .nothing, limit: Int = usualLimit
        ) {
            self.init(
                method, "/api/" + segments.map(\.percentEncoded).joined(separator: "/") + query,
                body: body,
                keeping: .either(elements: shape, members: shape.with(Self.refusal)), limit: limit)
        }
    }
#endif
