/// Text from outside as one harmless line: for errors and logs.
package enum Printable {
    /// The text in single quotes, cut after 60 characters or another limit, with everything that a
    /// terminal would obey shown as `?`.
    package static func quoted(_ text: String, limit: Int = 60) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(limit) {
            let isPlain = scalar.properties.generalCategory.isShown
            shown.unicodeScalars.append(isPlain ? scalar : "?")
        }
        let isCut = text.unicodeScalars.count > limit
        return "'\(shown)\(isCut ? "…" : "")'"
    }

    /// As `quoted`, but a text that may hold the password of a URL is not shown at all.
    package static func withoutSecrets(_ text: String) -> String {
        text.contains("@") || text.contains("://") ? "(a text that looks like a URL)" : quoted(text)
    }
}

extension Unicode.GeneralCategory {
    /// Whether a character of this kind shows as itself and does nothing else.
    fileprivate var isShown: Bool {
        switch self {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator:
            false
        default: true
        }
    }
}
