/// Text from outside as one harmless line: for errors and logs.
package enum Printable {
    /// The text in single quotes, cut after 60 characters, with everything that a terminal would
    /// obey shown as `?`.
    package static func quoted(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(60) {
            let isPlain = scalar.properties.generalCategory.isShown
            shown.unicodeScalars.append(isPlain ? scalar : "?")
        }
        let isCut = text.unicodeScalars.count > 60
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
