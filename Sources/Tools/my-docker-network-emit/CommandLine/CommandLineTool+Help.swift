extension CommandLineTool {
    /// The help of the whole program.
    package var help: String {
        var text = Self.overview(abstract, discussion)
        text += "USAGE: \(name) <subcommand>\n\nOPTIONS:\n"
        text += Self.list(CommandOption.common.map { Self.entry(of: $0) })
        text += "\nSUBCOMMANDS:\n"
        text += Self.list(subcommands.map { ($0.name, $0.abstract) })
        return text + "\n  See '\(name) help <subcommand>' for detailed help.\n"
    }

    /// The help of a subcommand, or of the whole program where there is none of that name.
    func help(of name: String) -> String {
        subcommands.first { $0.name == name }.map { help(of: $0) } ?? help
    }

    /// The help of a subcommand.
    package func help(of subcommand: Subcommand) -> String {
        var text = Self.overview(subcommand.abstract, subcommand.discussion)
        text += "USAGE: \(usage(of: subcommand))\n"
        switch subcommand.operands {
        case .none: break
        case .texts(let name, let help), .behindTerminator(let name, let help):
            text += "\nARGUMENTS:\n" + Self.list([("<\(name)>", help)])
        }
        text += "\nOPTIONS:\n"
        return text + Self.list(subcommand.allOptions.map { Self.entry(of: $0) })
    }

    private func usage(of subcommand: Subcommand) -> String {
        var parts = [name, subcommand.name]
        if case .texts(let name, help: _) = subcommand.operands { parts.append("[<\(name)> ...]") }
        for option in subcommand.options {
            parts.append("[\(option.form)\(option.isRepeated ? " ..." : "")]")
        }
        if case .behindTerminator(let name, help: _) = subcommand.operands {
            parts.append("-- <\(name)> ...")
        }
        return parts.joined(separator: " ")
    }

    private static func overview(_ abstract: String, _ discussion: String) -> String {
        "OVERVIEW: " + wrapped(abstract, from: 10, indentation: 0) + "\n\(discussion)\n\n"
    }

    private static func entry(of option: CommandOption) -> (String, String) {
        (option.short.map { "\($0), \(option.form)" } ?? option.form, option.help)
    }

    // MARK: - Layout

    private static let width = 80
    /// The column at which the texts of a list begin.
    private static let column = 26

    private static func list(_ entries: [(name: String, help: String)]) -> String {
        var text = ""
        for (name, help) in entries {
            let start = "  \(name)"
            let space = column - start.utf8.count
            // A name that leaves no room has a line of its own.
            text += start + (space > 0 ? spaces(space) : "\n" + spaces(column))
            text += wrapped(help, from: column, indentation: column)
        }
        return text
    }

    /// A text in lines, the first of which begins at a column.
    private static func wrapped(_ text: String, from start: Int, indentation: Int) -> String {
        var (lines, used) = ("", start)
        for word in text.split(separator: " ") {
            if used + 1 + word.utf8.count > width {
                lines += "\n" + spaces(indentation)
                used = indentation
            } else if !lines.isEmpty {
                lines += " "
                used += 1
            }
            lines += word
            used += word.utf8.count
        }
        return lines + "\n"
    }

    private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}
