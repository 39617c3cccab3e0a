internal import DockerNetwork
internal import DockerNetworkSystem

/// Text from outside as one harmless line: for errors and logs.
package enum Printable {
    /// The text in single quotes, cut after 60 characters or another limit, with everything that a
    /// terminal would interpret shown as `?`.
    package static func quoted(_ text: String, limit: Int = 60) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(limit) {
            shown.unicodeScalars.append(scalar.isPrintable ? scalar : "?")
        }
        let isCut = text.unicodeScalars.count > limit
        return "'\(shown)\(isCut ? "…" : "")'"
    }

    /// A path in quotes: whole, unless it is longer than any can be (PATH_MAX).
    package static func path(_ path: String) -> String {
        quoted(path, limit: 4_096)
    }

    /// A URL, or a text that should be one, in quotes and without what may be a password: all
    /// before the last `@`, a port that is no number, and a query.
    package static func url(_ text: String) -> String {
        var rest = text[...]
        var shown = ""
        // What stands before a later `://` may be a whole URL that was typed wrong.
        if let scheme = rest.place(of: "://"),
            rest[..<scheme.lowerBound].allSatisfy(isOfScheme)
        {
            shown = String(rest[..<scheme.upperBound])
            rest = rest[scheme.upperBound...]
        }
        if let at = rest.lastIndex(of: "@") {
            shown += "…@"
            rest = rest[rest.index(after: at)...]
        }
        if let query = rest.firstIndex(where: { "?#".contains($0) }) {
            rest = rest[..<query]
            shown += hidingPort(rest) + "…"
        } else {
            shown += hidingPort(rest)
        }
        return quoted(shown, limit: 120)
    }

    /// Whether a scheme may have a character (RFC 3986 section 3.1).
    private static func isOfScheme(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "+-.".contains(character))
    }

    /// Hides what stands where the port does, unless it is one: it may be a password whose `@`
    /// and host were forgotten.
    private static func hidingPort(_ text: Substring) -> String {
        let place = text.prefix { $0 != "/" }
        guard !place.hasPrefix("["), let colon = place.firstIndex(of: ":") else {
            return String(text)
        }
        let port = place[place.index(after: colon)...]
        guard !port.allSatisfy({ $0.isASCII && $0.isNumber }) else { return String(text) }
        return place[...colon] + "…" + text[place.endIndex...]
    }

    /// Quotes as `quoted`, but does not show a text at all that may hold the password of a URL.
    package static func withoutSecrets(_ text: String) -> String {
        text.contains("@") || text.holds("://") ? "(a text that looks like a URL)" : quoted(text)
    }
}
