internal import DockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The scripts that complete the program's command lines in a shell.
extension CommandLineTool {
    /// The hidden option that prints it, before the name of a shell.
    static let completionOption = "--generate-completion-script"

    /// Reads `--generate-completion-script[=SHELL]`; without a shell, the one that SHELL names.
    func completion(_ words: [String]) -> Reading {
        var shell = String(words[0].dropFirst(Self.completionOption.count + 1))
        if shell.isEmpty, words.count > 1 { shell = words[1] }
        if shell.isEmpty, let path = getenv("SHELL") {
            shell =
                ForeignText.decode(cString: path).split(separator: "/").last.map(String.init) ?? ""
        }
        switch shell {
        case "bash": return .text(bashCompletion)
        case "zsh": return .text(zshCompletion)
        case "fish": return .text(fishCompletion)
        default:
            return .wrong("\(Self.completionOption) needs one of bash, zsh and fish")
        }
    }

    // MARK: - bash

    private var bashCompletion: String {
        """
        _\(name)() {
            local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} position
            COMPREPLY=()
            # bash takes --option=value for three words.
            if [[ $current == = ]]; then
                current=''
            elif [[ $previous == = ]]; then
                previous=${COMP_WORDS[COMP_CWORD - 2]}
            fi
            if ((COMP_CWORD == 1)); then
                COMPREPLY=($(compgen -W '\(names.joined(separator: " ")) --version --help' -- "$current"))
                return
            fi
            for ((position = 2; position < COMP_CWORD; position++)); do
                [[ ${COMP_WORDS[position]} == -- ]] || continue
                compopt -o filenames
                if ((position == COMP_CWORD - 1)); then
                    COMPREPLY=($(compgen -A command -- "$current"))
                else
                    COMPREPLY=($(compgen -A file -- "$current"))
                fi
                return
            done
            case ${COMP_WORDS[1]} in
        \(subcommands.map(bashCase).joined())    help)
                COMPREPLY=($(compgen -W '\(names.joined(separator: " "))' -- "$current"))
                ;;
            esac
        }

        complete -F _\(name) \(name)

        """
    }

    private func bashCase(_ subcommand: Subcommand) -> String {
        var values = ""
        for option in subcommand.options {
            switch option.value {
            case .none: continue
            case .text: values += "        \(option.name)) return ;;\n"
            case .file:
                values += """
                            \(option.name))
                                compopt -o filenames
                                COMPREPLY=($(compgen -A file -- "$current"))
                                return
                                ;;

                    """
            case .word(_, let words):
                values += """
                            \(option.name))
                                COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- "$current"))
                                return
                                ;;

                    """
            }
        }
        let options = subcommand.allOptions.flatMap { ($0.short.map { [$0] } ?? []) + [$0.name] }
        return """
                \(subcommand.name))
                    case $previous in
            \(values)        esac
                    COMPREPLY=($(compgen -W '\(options.joined(separator: " "))' -- "$current"))
                    ;;

            """
    }

    // MARK: - zsh

    private var zshCompletion: String {
        let entries =
            subcommands.map { ($0.name, $0.abstract) } + [("help", "Show a subcommand's help.")]
        let described = entries.map { name, help in
            "        \(Self.quoted("\(name):\(help)"))\n"
        }
        let cases = subcommands.map { subcommand in
            """
                    \(subcommand.name))
                        _arguments -S : \\
            \(Self.zshWords(subcommand).map { "                \($0)" }.joined(separator: " \\\n"))
                        ;;

            """
        }
        return """
            #compdef \(name)

            _\(name)() {
                local -a subcommands=(
            \(described.joined())    )
                if ((CURRENT == 2)); then
                    _describe subcommand subcommands
                    _arguments '--version[Show the version.]' '--help[Show help information.]'
                    return
                fi
                shift words
                ((CURRENT--))
                case ${words[1]} in
            \(cases.joined())        help)
                        _describe subcommand subcommands
                        ;;
                esac
            }

            _\(name) "$@"

            """
    }

    private static func zshWords(_ subcommand: Subcommand) -> [String] {
        var words = subcommand.allOptions.map { option in
            let star = option.isRepeated ? "*" : ""
            let action =
                switch option.value {
                case .none: ""
                case .text(let name): ":\(name): "
                case .file: ":file:_files"
                case .word(let name, let words): ":\(name):(\(words.joined(separator: " ")))"
                }
            let help = bracketed(option.help)
            guard let short = option.short else {
                return quoted("\(star)\(option.name)\(option.value.isJoined)[\(help)]\(action)")
            }
            return "'(\(short) \(option.name))'{\(short),\(option.name)}"
                + quoted("[\(help)]\(action)")
        }
        switch subcommand.operands {
        case .none: break
        case .texts(let name, help: _): words.append(quoted("*:\(name): "))
        case .behindTerminator: words.append("'*:::command:_normal'")
        }
        return words
    }

    /// A text in `[…]` of zsh's `_arguments`.
    private static func bracketed(_ text: String) -> String {
        var escaped = ""
        for character in text {
            if "[]:\\".contains(character) { escaped += "\\" }
            escaped.append(character)
        }
        return escaped
    }

    /// A word in single quotes, in which an apostrophe is as bash and zsh read it, or another shell.
    private static func quoted(_ text: String, apostrophe: String = "'\\''") -> String {
        let parts = text.split(separator: "'", omittingEmptySubsequences: false)
        return "'" + parts.joined(separator: apostrophe) + "'"
    }

    // MARK: - fish

    private var fishCompletion: String {
        var lines = ["complete -c \(name) -f"]
        let first = "-n __fish_use_subcommand"
        for option in CommandOption.common { lines.append(fishLine(first, option)) }
        for subcommand in subcommands {
            lines.append(
                "complete -c \(name) \(first) -a \(subcommand.name) -d \(Self.fishQuoted(subcommand.abstract))"
            )
        }
        lines.append("complete -c \(name) \(first) -a help -d 'Show a subcommand\\'s help.'")
        for subcommand in subcommands {
            let condition = "-n '__fish_seen_subcommand_from \(subcommand.name)'"
            for option in subcommand.allOptions { lines.append(fishLine(condition, option)) }
            if case .behindTerminator = subcommand.operands {
                lines.append("complete -c \(name) \(condition) -F")
            }
        }
        let names = subcommands.map { $0.name }.joined(separator: " ")
        lines.append("complete -c \(name) -n '__fish_seen_subcommand_from help' -a '\(names)'")
        return lines.joined(separator: "\n") + "\n"
    }

    private func fishLine(_ condition: String, _ option: CommandOption) -> String {
        let short = option.short.map { "-s \($0.drop { $0 == "-" }) " } ?? ""
        let value =
            switch option.value {
            case .none: ""
            case .text: " -x"
            case .file: " -r -F"
            case .word(_, let words): " -x -a '\(words.joined(separator: " "))'"
            }
        return
            "complete -c \(name) \(condition) \(short)-l \(option.name.drop { $0 == "-" })\(value) "
            + "-d \(Self.fishQuoted(option.help))"
    }

    private static func fishQuoted(_ text: String) -> String { quoted(text, apostrophe: "\\'") }
}

extension CommandOption.Value {
    /// The form of the option for zsh: a value stands behind the option, in a word of its own or
    /// behind `=`.
    fileprivate var isJoined: String {
        if case .none = self { "" } else { "=" }
    }
}
