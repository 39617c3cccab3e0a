internal import DockerNetwork

/// An answer and how it is told.
struct HTTPResponse: Sendable {
    /// The kind of the body.
    enum Kind: String, Sendable {
        case html = "text/html; charset=utf-8"
        case text = "text/plain; charset=utf-8"
        case json = "application/json"
        case metrics = "text/plain; version=0.0.4; charset=utf-8"
        case events = "text/event-stream"
    }

    var status: HTTPStatus
    var kind: Kind
    var body: String

    /// A line of text for a status.
    init(_ status: HTTPStatus, _ line: String? = nil) {
        self.init(status, .text, (line ?? status.reason) + "\n")
    }

    init(_ status: HTTPStatus, _ kind: Kind, _ body: String) {
        self.status = status
        self.kind = kind
        self.body = body
    }

    /// The bytes to send; a stream of events has no length.
    var bytes: [UInt8] {
        var head = "HTTP/1.1 \(status.rawValue) \(status.reason)\r\n"
        head += "Content-Type: \(kind.rawValue)\r\n"
        if kind != .events { head += "Content-Length: \(body.utf8.count)\r\n" }
        if status == .methodNotAllowed { head += "Allow: GET\r\n" }
        // No field of CORS: a page of the web must not read it.
        head += "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
        if kind == .html {
            // Nothing from elsewhere, and nobody frames it.
            head +=
                "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; "
                + "script-src 'unsafe-inline'; connect-src 'self'; img-src data:; base-uri 'none'; "
                + "form-action 'none'; frame-ancestors 'none'\r\nReferrer-Policy: no-referrer\r\n"
        }
        head += "Connection: close\r\n\r\n"
        return Array((head + body).utf8)
    }
}
