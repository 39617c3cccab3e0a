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

        /// What is done.
        var method: Method
        /// The path, escaped, and the query.
        var path: String
        /// The body, as JSON; nil: none.
        var body: JSONValue?
        /// How many bytes the answer's body may have; nil: any number.
        var limit: Int?
        /// What is kept of the answer.
        var shape: JSONShape
        /// Who gets parts of the answer as soon as they are read; nil: nobody.
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
