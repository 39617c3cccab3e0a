internal import DockerNetwork
package import Logging

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Writes each record as one line to standard error:
/// `2026-11-24T07:07:17.042Z info ready transport=amqp://…`.
///
/// A line is one write(2), so that lines of several processes on one pipe do not mix. Levels have
/// colours only on a terminal.
package struct LineLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    package var logLevel: Logger.Level
    private let hasColours: Bool

    /// Makes a handler for the records from a level on.
    package init(level: Logger.Level) {
        logLevel = level
        hasColours = isatty(STDERR_FILENO) == 1
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let own = event.metadata { all.merge(own) { $1 } }
        StandardError.write(
            Self.line(
                time: UTCTime.now(), level: event.level, message: event.message.description,
                metadata: all, hasColours: hasColours))
    }

    /// The line of a record, its end included.
    package static func line(
        time: String, level: Logger.Level, message: String, metadata: Logger.Metadata,
        hasColours: Bool
    ) -> String {
        let shownLevel =
            hasColours ? "\(colour(of: level))\(level.rawValue)\u{1B}[0m" : level.rawValue
        var line = "\(time) \(shownLevel) \(LogText.line(message))"
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            line += " \(key)=\(LogText.value(value.description))"
        }
        return line + "\n"
    }

    private static func colour(of level: Logger.Level) -> String {
        switch level {
        case .trace, .debug: "\u{1B}[2m"
        case .info, .notice: "\u{1B}[32m"
        case .warning: "\u{1B}[33m"
        case .error, .critical: "\u{1B}[31m"
        }
    }
}

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
