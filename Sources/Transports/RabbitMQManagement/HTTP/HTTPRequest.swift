#if RabbitMQManagement
    import DockerNetworkBroker

    /// One request to the management API.
    struct HTTPRequest: Sendable {
        /// The methods that the API takes.
        enum Method: String, Sendable {
            case get = "GET"
            case put = "PUT"
            case post = "POST"
            case delete = "DELETE"
        }

        /// What is done.
        var method: Method
        /// The path, escaped, and the query.
        var path: String
        /// The body, as JSON; nil: none.
        var body: JSONValue?
        /// How many bytes the answer's body may have.
        var limit: Int
        /// What is kept of the answer.
        var shape: JSONShape

        /// An answer that says what was done is never longer: 1 MiB.
        static let usualLimit = 1 << 20

        /// A request to `/api/` and these segments, each escaped (RFC 3986 section 3.3).
        init(
            _ method: Method, _ segments: [String], query: String = "", body: JSONValue? = nil,
            keeping shape: JSONShape = .nothing, limit: Int = usualLimit
        ) {
            self.shape = .either(elements: shape, members: shape.withRefusal)

            self.method = method
            path = "/api/" + segments.map(\.percentEncoded).joined(separator: "/") + query
            self.body = body
            self.limit = limit
        }
    }
#endif
