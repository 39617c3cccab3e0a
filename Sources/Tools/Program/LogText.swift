internal import DockerNetwork

/// Texts as they may stand in a line of the log, whatever they hold.
package enum LogText {
    /// A message with everything that would break its line, or that a terminal would interpret,
    /// replaced by `?`.
    package static func line(_ text: String) -> String {
        guard !text.unicodeScalars.allSatisfy(\.isPrintable) else { return text }
        var shown = ""
        for scalar in text.unicodeScalars {
            shown.unicodeScalars.append(scalar.isPrintable ? scalar : "?")
        }
        return shown
    }

    /// A value of the metadata, in double quotes where it is empty or has blanks or quotes.
    package static func value(_ text: String) -> String {
        let shown = line(text)
        let needsQuotes = shown.isEmpty || shown.contains { " \"=\\".contains($0) }
        return needsQuotes ? JSONText.string(shown) : shown
    }
}
