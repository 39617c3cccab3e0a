/// How the programs say why they end.
package enum ProgramEnd {
    /// The line on standard error: `PROGRAM: error: WHAT`.
    package static func line(_ program: Program, _ message: String) -> String {
        "\(program.rawValue): error: \(LogText.line(message))\n"
    }

    /// A line that says what a program does otherwise than it was told.
    package static func notice(_ program: Program, _ message: String) -> String {
        "\(program.rawValue): \(LogText.line(message))\n"
    }

    /// A text of the argument parser's, with every argument that may hold a URL's password left
    /// out of it.
    package static func redacted(_ text: String, arguments: [String]) -> String {
        var text = text
        for argument in arguments where argument.contains("://") || argument.contains("@") {
            // `--option=value` is repeated in parts.
            let value = argument.split(separator: "=", maxSplits: 1).last.map(String.init)
            for part in [argument, value ?? argument] {
                text = text.replacing(part, with: "(a text that looks like a URL)")
            }
        }
        return text
    }
}
