internal import DockerNetworkProgram

/// A program of several subcommands.
///
/// What is described here is what it understands, and all that its help, its manual page and its
/// completions tell.
package struct CommandLineTool: Sendable {
    /// Its name.
    package let name: String
    /// A sentence that says what it does.
    package let abstract: String
    /// The rest of the help, with an example, in lines of at most 80 characters.
    package let discussion: String
    /// The text that `--version` prints.
    package let version: String
    /// Its subcommands, in the order of the help.
    package let subcommands: [Subcommand]

    /// Describes one.
    package init(
        _ name: String, abstract: String, discussion: String, version: String,
        subcommands: [Subcommand]
    ) {
        self.name = name
        self.abstract = abstract
        self.discussion = discussion
        self.version = version
        self.subcommands = subcommands
    }

    /// The words that may stand first: a subcommand, or `help`.
    var names: [String] { subcommands.map { $0.name } + ["help"] }

    /// The request of a command line.
    package enum Reading: Sendable {
        /// The subcommand at this position, with what it is given.
        case subcommand(Int, CommandArguments)
        /// This text: the help, for example.
        case text(String)
        /// No request: a text that says what is wrong, and what to do.
        case wrong(String)
    }

    /// Reads a command line, without the program's name.
    ///
    /// An argument that may hold a URL's password is never part of what is said to be wrong.
    package func read(_ words: [String]) -> Reading {
        guard let first = words.first else { return .text(help) }
        if let position = subcommands.firstIndex(where: { $0.name == first }) {
            return read(words.dropFirst(), of: position)
        }
        switch first {
        case "help": return .text(words.count > 1 ? help(of: words[1]) : help)
        case "--experimental-dump-help": return .text(description)
        case _ where Self.name(of: first) == Self.completionOption: return completion(words)
        default: break
        }
        if let text = answer(to: words[...], help: help) { return .text(text) }
        return wrong(fault(of: first))
    }

    /// Returns the text about a first word that is no subcommand.
    private func fault(of word: String) -> String {
        let shown = Self.shown(Self.name(of: word))
        guard word.utf8.first == UInt8(ascii: "-") else {
            return "unknown subcommand \(Self.shown(word))\(Self.hint(word, names))"
        }
        let isKnown = subcommands.contains { subcommand in
            subcommand.options.contains { $0.name == Self.name(of: word) }
        }
        return isKnown
            ? "\(shown) stands after the subcommand"
            : "unknown option \(shown)\(Self.hint(word, CommandOption.common.map { $0.name }))"
    }

    private func read(_ words: ArraySlice<String>, of position: Int) -> Reading {
        let subcommand = subcommands[position]
        // Asked for, these come before whatever is wrong.
        if let text = answer(to: words, help: help(of: subcommand)) { return .text(text) }
        do throws(CommandLineFault) {
            return .subcommand(position, try subcommand.read(words))
        } catch {
            return wrong(error.message, subcommand)
        }
    }

    /// The help or the version, where one is asked for before `--`.
    private func answer(
        to words: ArraySlice<String>, help: @autoclosure () -> String
    ) -> String? {
        let options = words.prefix { $0 != "--" }
        if options.contains(where: { ["-h", "-help", "--help"].contains($0) }) { return help() }
        return options.contains("--version") ? version + "\n" : nil
    }

    private func wrong(_ message: String, _ subcommand: Subcommand? = nil) -> Reading {
        let place = subcommand.map { "\($0.name): " } ?? ""
        let command = subcommand.map { "\(name) \($0.name)" } ?? name
        let advice = message.hasSuffix("?") ? " See" : "; see"
        return .wrong("\(place)\(message)\(advice) '\(command) --help'")
    }

    // MARK: - Words

    /// An argument as an error shows it.
    static func shown(_ word: String) -> String { Printable.withoutSecrets(word) }

    /// The name in `--name=value`.
    static func name(of word: String) -> String {
        String(Substring(word.utf8.prefix { $0 != UInt8(ascii: "=") }))
    }

    /// Returns the word that a mistyped one may have meant: what it begins, or what is nearest to
    /// it.
    static func hint(_ word: String, _ known: [String]) -> String {
        let meant =
            known.first { $0.hasPrefix(word) } ?? EditDistance.nearest(to: word, among: known)
        return meant.map { "; did you mean '\($0)'?" } ?? ""
    }
}

/// A fault of a command line.
struct CommandLineFault: Error {
    let message: String
}

extension Subcommand {
    /// Reads what stands behind the subcommand's name.
    fileprivate func read(
        _ words: ArraySlice<String>
    ) throws(CommandLineFault) -> CommandArguments {
        var arguments = CommandArguments()
        var rest = words
        while let word = rest.popFirst(), word != "--" {
            if Self.isOption(word) {
                try read(word, &rest, into: &arguments)
            } else {
                try read(operand: word, into: &arguments)
            }
        }
        if case .behindTerminator(let name, help: _) = operands {
            guard !rest.isEmpty else { throw CommandLineFault(message: "needs -- <\(name)> ...") }
            for word in rest { arguments.add(operand: word) }
        } else {
            for word in rest { try read(operand: word, into: &arguments) }
        }
        return arguments
    }

    /// A hyphen alone is an operand, as everywhere.
    private static func isOption(_ word: String) -> Bool {
        word.utf8.first == UInt8(ascii: "-") && word.utf8.count > 1
    }

    private func read(
        _ word: String, _ rest: inout ArraySlice<String>, into arguments: inout CommandArguments
    ) throws(CommandLineFault) {
        let name = CommandLineTool.name(of: word)
        guard let option = options.first(where: { $0.name == name }) else {
            let hint = CommandLineTool.hint(name, allOptions.map { $0.name })
            throw CommandLineFault(
                message: "unknown option \(CommandLineTool.shown(name))\(hint)")
        }
        let isJoined = name.utf8.count < word.utf8.count
        guard let valueName = option.valueName else {
            guard !isJoined else { throw CommandLineFault(message: "\(name) takes no value") }
            return arguments.add(option)
        }
        if isJoined {
            let value = word.utf8.dropFirst(name.utf8.count + 1)
            arguments.add(option, value: String(Substring(value)))
        } else if let value = rest.first, !Self.isOption(value) {
            rest.removeFirst()
            arguments.add(option, value: value)
        } else {
            throw CommandLineFault(message: "\(name) needs a value: \(name) <\(valueName)>")
        }
    }

    private func read(
        operand: String, into arguments: inout CommandArguments
    ) throws(CommandLineFault) {
        let fault = "unexpected argument \(CommandLineTool.shown(operand))"
        switch operands {
        case .none: throw CommandLineFault(message: fault)
        case .texts: arguments.add(operand: operand)
        case .behindTerminator(let name, help: _):
            throw CommandLineFault(message: "\(fault); the \(name) stands behind --")
        }
    }
}
