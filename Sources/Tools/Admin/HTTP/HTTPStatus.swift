/// The status codes that the server answers with (RFC 9110, RFC 6585).
enum HTTPStatus: Int, Hashable, Sendable {
    case ok = 200
    case badRequest = 400
    case notFound = 404
    case methodNotAllowed = 405
    case timedOut = 408
    case misdirected = 421
    case headTooLong = 431
    case unavailable = 503
    case versionNotSupported = 505

    /// The code's own words.
    var reason: String {
        switch self {
        case .ok: "OK"
        case .badRequest: "Bad Request"
        case .notFound: "Not Found"
        case .methodNotAllowed: "Method Not Allowed"
        case .timedOut: "Request Timeout"
        case .misdirected: "Misdirected Request"
        case .headTooLong: "Request Header Fields Too Large"
        case .unavailable: "Service Unavailable"
        case .versionNotSupported: "HTTP Version Not Supported"
        }
    }
}
