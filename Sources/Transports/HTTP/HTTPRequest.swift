#if RabbitMQManagement || Docker
    /// One request.
    package struct HTTPRequest {
        /// The methods that are used.
        package enum Method: String, Sendable {
            case get = "GET"
            case put = "PUT"
            case post = "POST"
            case delete = "DELETE"
        }

        /// The method.
        var method: Method
        /// The path, escaped, and the query.
        var path: String
        /// The body, as JSON; nil: none.
        var body: JSONValue?
        /// The maximum number of bytes of the answer's body; nil: any number.
        var limit: Int?
        /// The parts of the answer that are kept.
        var shape: JSONShape
        /// The receiver of parts of the answer as soon as they are read; nil: nobody.
        package var receiver: (any JSONReceiver, JSONParser.Streaming)?
        /// Whether the answer may take for ever.
        package var isEndless = false

        /// An answer that says what was done is never longer: 1 MiB.
        package static let usualLimit = 1 << 20

        /// Creates one from its parts; the path is escaped already.
        package init(
            _ method: Method, _ path: String, body: JSONValue? = nil,
            keeping shape: JSONShape = .nothing, limit: Int? = usualLimit
        ) {
            self.method = method
            self.path = path
            self.body = body
            self.shape = shape
            self.limit = limit
        }
    }
#endif
