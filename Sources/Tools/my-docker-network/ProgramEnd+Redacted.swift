package import DockerNetworkProgram

extension ProgramEnd {
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
