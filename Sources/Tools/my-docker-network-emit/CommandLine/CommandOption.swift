/// One option of a subcommand: how it is written, and what the help says of it.
package struct CommandOption: Sendable {
    /// The value behind an option.
    package enum Value: Sendable {
        /// No value: it is a flag.
        case none
        /// Any text; the help shows this word for it.
        case text(String)
        /// A file's path.
        case file
        /// One of several words; the help shows the first for it.
        case word(String, of: [String])
    }

    /// Its name, with its hyphens.
    package let name: String
    /// Its short name, with its hyphen; nil: it has none.
    package let short: String?
    /// The value behind it.
    package let value: Value
    /// Whether each time it is given counts; of any other with a value the last does.
    package let isRepeated: Bool
    /// A sentence that says what it is for.
    package let help: String

    /// Describes one.
    package init(
        _ name: String, short: String? = nil, _ value: Value = .none, isRepeated: Bool = false,
        help: String
    ) {
        self.name = name
        self.short = short
        self.value = value
        self.isRepeated = isRepeated
        self.help = help
    }

    /// The options of every subcommand.
    static let common = [
        Self("--version", help: "Show the version."),
        Self("--help", short: "-h", help: "Show help information."),
    ]

    /// The word that the help shows for its value; nil: it takes none.
    var valueName: String? {
        switch value {
        case .none: nil
        case .text(let name), .word(let name, of: _): name
        case .file: "file"
        }
    }

    /// The option as the help shows it: `--lease <time>`.
    var form: String { valueName.map { "\(name) <\($0)>" } ?? name }
}
