/// One subcommand of a program, and all that it takes.
package struct Subcommand: Sendable {
    /// The words that may stand on its command line beside options.
    package enum Operands: Sendable {
        /// No words.
        case none
        /// Any number of texts: the word that the help shows for them, and what they are for.
        case texts(String, help: String)
        /// At least one text, and only behind `--`.
        case behindTerminator(String, help: String)
    }

    /// Its name.
    package let name: String
    /// A sentence that says what it does.
    package let abstract: String
    /// The rest of the help, with an example, in lines of at most 80 characters.
    package let discussion: String
    /// The words that may stand beside options.
    package let operands: Operands
    /// Its own options, in the order of the help.
    package let options: [CommandOption]

    /// Describes one.
    package init(
        _ name: String, abstract: String, discussion: String, operands: Operands = .none,
        options: [CommandOption]
    ) {
        self.name = name
        self.abstract = abstract
        self.discussion = discussion
        self.operands = operands
        self.options = options
    }

    /// Its own options, and those that every subcommand takes.
    var allOptions: [CommandOption] { options + CommandOption.common }
}
