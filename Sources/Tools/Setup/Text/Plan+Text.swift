internal import DockerNetworkProgram

extension Plan {
    /// A numbered list for a terminal, each file with its difference.
    package var text: String {
        let lines = steps.enumerated().flatMap { index, step in
            let number = index + 1
            return ["\(number < 10 ? " " : "")\(number). \(step.title)"]
                + step.details.map { "      \($0)" }
        }
        let remarks = remarks.map { "Note: \($0)" }
        return (lines + remarks).map { $0 + "\n" }.joined()
    }

    /// One JSON object.
    package var json: String {
        JSONText.object([
            ("steps", JSONText.array(steps.map(\.json))),
            ("remarks", JSONText.array(remarks.map(JSONText.string))),
        ]) + "\n"
    }
}

extension Plan.Step {
    /// One line that says what is done and why.
    package var title: String {
        switch self {
        case .write(let change):
            "\(change.old == nil ? "write" : "change") \(change.path): \(change.reason)"
        case .run(let command): "run '\(command.words.joined(separator: " "))': \(command.reason)"
        case .restart(let restart):
            "restart \(restart.program), only if you say so ('\(restart.words.joined(separator: " "))'): "
                + restart.reason
        }
    }

    /// The lines below it.
    fileprivate var details: [String] {
        switch self {
        case .write(let change): Difference(from: change.old, to: change.new).lines.map(Self.plain)
        case .run: []
        case .restart(let restart): ["until then: \(restart.until)"]
        }
    }

    fileprivate var json: String {
        switch self {
        case .write(let change):
            JSONText.object([
                ("kind", JSONText.string("write")), ("path", JSONText.string(change.path)),
                ("exists", String(change.old != nil)), ("reason", JSONText.string(change.reason)),
                ("difference", JSONText.array(details.map(JSONText.string))),
            ])
        case .run(let command):
            JSONText.object([
                ("kind", JSONText.string("run")), ("command", Self.array(command.words)),
                ("reason", JSONText.string(command.reason)),
            ])
        case .restart(let restart):
            JSONText.object([
                ("kind", JSONText.string("restart")),
                ("program", JSONText.string(restart.program)),
                ("command", Self.array(restart.words)),
                ("reason", JSONText.string(restart.reason)),
                ("until", JSONText.string(restart.until)),
            ])
        }
    }

    private static func array(_ words: [String]) -> String {
        "[" + words.map(JSONText.string).joined(separator: ", ") + "]"
    }

    /// A line of somebody else's file as a terminal may show it.
    private static func plain(_ line: String) -> String {
        String(
            String.UnicodeScalarView(
                line.unicodeScalars.map { scalar in
                    let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                    return isControl ? (scalar == "\t" ? " " : "?") : scalar
                }))
    }
}
