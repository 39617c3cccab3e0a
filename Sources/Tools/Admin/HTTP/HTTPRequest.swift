/// A request without a body, as far as the server looks at it (RFC 9112).
struct HTTPRequest: Hashable, Sendable {
    /// The result of reading.
    enum Reading: Hashable, Sendable {
        /// The head is not complete.
        case incomplete
        /// A request.
        case complete(HTTPRequest)
        /// It cannot be served.
        case rejected(HTTPStatus)
    }

    /// So many bytes a head has at most.
    static let longestHead = 8_192

    /// The target up to its query: it begins with a slash.
    var path: String
    /// The Host field; nil if there is none.
    var host: String?
    /// The Accept field; empty if there is none.
    var accept = ""

    /// Whether the client asks for plain text and not for JSON.
    var wantsText: Bool { accept.hasPrefix("text/plain") }

    /// Whether the client is a browser.
    var wantsPage: Bool { accept.contains("text/html") }

    private static let lineEnd: [UInt8] = [0x0D, 0x0A]

    /// Reads a head.
    ///
    /// - Parameters:
    ///   - bytes: What came until now.
    ///   - searched: In how many of them no end of a head begins.
    /// - Returns: The request, or why there is none.
    static func read(_ bytes: [UInt8], searched: Int = 0) -> Reading {
        let from = max(0, min(searched, bytes.count) - 3)
        guard let end = bytes[from...].firstRange(of: lineEnd + lineEnd) else {
            return bytes.count > longestHead ? .rejected(.headTooLong) : .incomplete
        }
        guard end.lowerBound <= longestHead else { return .rejected(.headTooLong) }
        let head = bytes[..<end.lowerBound]
        // Visible ASCII, spaces, and tabs: what else stands in a head is of no use here.
        guard head.allSatisfy({ (0x20...0x7E).contains($0) || [0x09, 0x0A, 0x0D].contains($0) })
        else { return .rejected(.badRequest) }
        return read(lines: head.split(separator: lineEnd, omittingEmptySubsequences: false))
    }

    private static func read(lines: [ArraySlice<UInt8>]) -> Reading {
        let texts = lines.map { String(decoding: $0, as: UTF8.self) }
        let words = texts[0].split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, !words[0].isEmpty, words[1].hasPrefix("/"),
            !texts.contains(where: { $0.utf8.contains(0x0A) || $0.utf8.contains(0x0D) })
        else { return .rejected(.badRequest) }
        guard words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0" else {
            return .rejected(words[2].hasPrefix("HTTP/") ? .versionNotSupported : .badRequest)
        }
        guard words[0] == "GET" else { return .rejected(.methodNotAllowed) }
        let path = words[1].prefix { $0 != "?" && $0 != "#" }
        var request = HTTPRequest(path: String(path))
        for text in texts.dropFirst() {
            guard let colon = text.firstIndex(of: ":"), colon != text.startIndex,
                !text[..<colon].contains(where: { $0 == " " || $0 == "\t" })
            else { return .rejected(.badRequest) }
            let value = text[text.index(after: colon)...].trimming(while: { " \t".contains($0) })
            switch text[..<colon].lowercased() {
            case "host":
                guard request.host == nil else { return .rejected(.badRequest) }
                request.host = String(value)
            case "accept": request.accept = value.lowercased()
            default: continue
            }
        }
        guard request.host != nil || words[2] == "HTTP/1.0" else { return .rejected(.badRequest) }
        return .complete(request)
    }
}

extension Substring {
    fileprivate func trimming(while isSpace: (Character) -> Bool) -> Substring {
        var rest = drop(while: isSpace)
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        return rest
    }
}
