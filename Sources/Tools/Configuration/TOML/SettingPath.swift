/// Where in a configuration file a value stands: the keys and array positions that lead to it.
package struct SettingPath: Hashable, Sendable {
    /// One step from a value to one inside it.
    package enum Step: Hashable, Sendable {
        /// To the value of a key.
        case key(String)
        /// To the element at a position, from 0.
        case index(Int)
    }

    /// The steps from the whole file.
    package var steps: [Step]

    /// Joins the steps.
    package init(_ steps: [Step] = []) {
        self.steps = steps
    }

    /// The path one key further.
    package func appending(_ key: String) -> Self {
        Self(steps + [.key(key)])
    }

    /// The path one element further.
    package func appending(index: Int) -> Self {
        Self(steps + [.index(index)])
    }
}

extension SettingPath: CustomStringConvertible {
    /// The table as its header is written: `[emit]`, `[[transports]]`, `[policy.users.alice]`.
    package var description: String {
        var keys: [String] = []
        for case .key(let key) in steps { keys.append(key) }
        if steps.isEmpty { return "the top level" }
        let name = keys.joined(separator: ".")
        guard case .index = steps.last else { return "[\(name)]" }
        return "[[\(name)]]"
    }
}
