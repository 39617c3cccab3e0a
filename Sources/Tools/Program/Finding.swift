/// The result of one step of a diagnosis.
package struct Finding: Hashable, Sendable {
    /// A grade of a finding.
    package enum Grade: String, Hashable, Sendable {
        /// The fact is as it should be.
        case ok
        /// It works, but not for everybody, or could not be tried.
        case warning
        /// It does not work.
        case error
    }

    /// The subject of the step, in one or two words.
    package var step: String
    /// The grade of the fact.
    package var grade: Grade
    /// The fact that was found.
    package var fact: String
    /// The action to take; nil: none.
    package var advice: String?

    /// Creates one from its parts.
    package init(_ step: String, _ grade: Grade, _ fact: String, advice: String? = nil) {
        self.step = step
        self.grade = grade
        self.fact = fact
        self.advice = advice
    }

    /// A configuration that cannot be read, after which nothing more is tried.
    package init(unreadable error: ToolError) {
        self.init("configuration", .error, error.message, advice: "see check-config")
    }

    /// Looks at several things at once.
    ///
    /// - Returns: What was found, in the order of the things; nothing of those of which there is nothing to say.
    package static func ofAll<Thing: Sendable>(
        _ things: some Sequence<Thing>, _ look: @escaping @Sendable (Thing) async -> Self?
    ) async -> [Self] {
        await withTaskGroup(of: (Int, Self?).self) { group in
            for (index, thing) in things.enumerated() {
                group.addTask { (index, await look(thing)) }
            }
            var findings: [(Int, Self)] = []
            for await case (let index, let finding?) in group { findings.append((index, finding)) }
            return findings.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// Lines for a terminal.
    package static func text(_ findings: [Finding]) -> String {
        findings.map { finding in
            let grade = finding.grade.rawValue
            let space = String(repeating: " ", count: max(0, 7 - grade.utf8.count))
            let fact = LogText.line(finding.fact)
            let advice = finding.advice.map { "\n         -> \(LogText.line($0))" } ?? ""
            return "\(grade)\(space)  \(finding.step): \(fact)\(advice)\n"
        }.joined()
    }

    /// One JSON object.
    package static func json(_ findings: [Finding]) -> String {
        let steps = findings.map { finding in
            JSONText.object([
                ("step", JSONText.string(finding.step)),
                ("grade", JSONText.string(finding.grade.rawValue)),
                ("fact", JSONText.string(finding.fact)),
                ("advice", finding.advice.map(JSONText.string) ?? "null"),
            ])
        }
        return JSONText.object([
            ("well", String(!findings.contains { $0.grade == .error })),
            ("steps", JSONText.array(steps)),
        ]) + "\n"
    }
}
