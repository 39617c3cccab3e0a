internal import DockerNetworkProgram

/// The program as JSON, as the argument parser of the host tool describes that: what makes manual
/// pages reads it (`Scripts/build-deb`).
extension CommandLineTool {
    package var description: String {
        let whole = JSONText.object([
            ("commandName", JSONText.string(name)), ("abstract", JSONText.string(abstract)),
            ("discussion", JSONText.string(discussion)), ("shouldDisplay", "true"),
            ("arguments", Self.array(CommandOption.common.map(Self.description))),
            ("subcommands", Self.array(subcommands.map(description))),
        ])
        return JSONText.object([("serializationVersion", "0"), ("command", whole)]) + "\n"
    }

    private func description(of subcommand: Subcommand) -> String {
        let options = subcommand.allOptions.map(Self.description)
        return JSONText.object([
            ("superCommands", Self.array([JSONText.string(name)])),
            ("commandName", JSONText.string(subcommand.name)),
            ("abstract", JSONText.string(subcommand.abstract)),
            ("discussion", JSONText.string(subcommand.discussion)), ("shouldDisplay", "true"),
            ("arguments", Self.array(Self.description(of: subcommand.operands) + options)),
        ])
    }

    private static func description(of operands: Subcommand.Operands) -> [String] {
        switch operands {
        case .none: []
        case .texts(let name, let help):
            [argument("positional", isOptional: true, isRepeated: true, "default", name, help)]
        case .behindTerminator(let name, let help):
            [
                argument(
                    "positional", isOptional: false, isRepeated: true, "postTerminator", name, help)
            ]
        }
    }

    private static func description(of option: CommandOption) -> String {
        let kind = option.valueName == nil ? "flag" : "option"
        let long = name("long", option.name)
        let names = (option.short.map { [name("short", $0)] } ?? []) + [long]
        return argument(
            kind, isOptional: true, isRepeated: option.isRepeated, "default",
            option.valueName ?? option.name, option.help,
            [("names", array(names)), ("preferredName", long)])
    }

    private static func argument(
        _ kind: String, isOptional: Bool, isRepeated: Bool, _ strategy: String,
        _ valueName: String, _ help: String, _ more: [(String, String)] = []
    ) -> String {
        JSONText.object(
            [
                ("kind", JSONText.string(kind)), ("shouldDisplay", "true"),
                ("isOptional", "\(isOptional)"), ("isRepeating", "\(isRepeated)"),
                ("parsingStrategy", JSONText.string(strategy)),
                ("valueName", JSONText.string(valueName)), ("abstract", JSONText.string(help)),
            ] + more)
    }

    private static func name(_ kind: String, _ name: String) -> String {
        let bare = String(name.drop { $0 == "-" })
        return JSONText.object([("kind", JSONText.string(kind)), ("name", JSONText.string(bare))])
    }

    private static func array(_ elements: [String]) -> String {
        "[" + elements.joined(separator: ", ") + "]"
    }
}
