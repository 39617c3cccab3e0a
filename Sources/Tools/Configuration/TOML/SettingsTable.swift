package import DockerNetwork
package import DockerNetworkProgram

/// One table of a settings file, read key by key; every error says file, line and key.
package struct SettingsTable: Sendable {
    private let file: SettingsFile
    private let path: SettingPath
    private let values: [String: SettingValue]

    init(file: SettingsFile, path: SettingPath, values: [String: SettingValue]) {
        self.file = file
        self.path = path
        self.values = values
    }

    /// The keys the table has, in alphabetic order.
    package var keys: [String] { values.keys.sorted() }

    /// Refuses a key that is not among the known ones, and names the nearest of them.
    ///
    /// - Throws: `ToolError` (78).
    package func expectKeys(_ known: [String]) throws(ToolError) {
        for key in keys where !known.contains(key) {
            let nearest = EditDistance.nearest(to: key, among: known).map {
                "; did you mean '\($0)'?"
            }
            let message = "unknown key \(Printable.quoted(key)) in \(path)\(nearest ?? "")"
            throw .configuration(file.location(of: path.appending(key)), message)
        }
    }

    /// An error at a key.
    package func error(_ key: String, _ message: String) -> ToolError {
        .configuration(file.location(of: path.appending(key)), "\(key) \(message)")
    }

    /// An error at the table itself.
    package func error(_ message: String) -> ToolError {
        .configuration(file.location(of: path), "\(path) \(message)")
    }

    /// Returns the location of a key.
    package func location(of key: String) -> String {
        file.location(of: path.appending(key))
    }

    /// A value read from a string.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - requirement: What the value must be, as in "must be …".
    ///   - parse: Reads the string; nil where it is none.
    /// - Returns: The value, or nil where the key is absent.
    /// - Throws: `ToolError` (78).
    package func value<Value>(
        _ key: String, _ requirement: String, _ parse: (String) -> Value?
    ) throws(ToolError) -> Value? {
        guard let value = values[key] else { return nil }
        guard case .string(let text) = value else {
            throw error(key, "must be \(requirement), not \(value.kind)")
        }
        guard let parsed = parse(text) else {
            // Who mistakes the key writes the password itself there.
            let shown =
                key == "password-file"
                ? "what stands there" : Printable.withoutSecrets(text)
            throw error(key, "must be \(requirement), not \(shown)")
        }
        return parsed
    }

    /// A string that is not empty.
    package func text(_ key: String, _ requirement: String) throws(ToolError) -> String? {
        try value(key, requirement) { $0.isEmpty ? nil : $0 }
    }

    /// An absolute path.
    package func absolutePath(_ key: String) throws(ToolError) -> String? {
        try value(key, "an absolute path such as \"/etc/my-docker-network/…\"") {
            $0.hasPrefix("/") && $0.utf8.count < 4_096 ? $0 : nil
        }
    }

    /// One of several words.
    package func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, as type: Choice.Type
    ) throws(ToolError) -> Choice? {
        let words = type.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
        return try value(key, words) { Choice(rawValue: $0) }
    }

    /// true or false.
    package func boolean(_ key: String) throws(ToolError) -> Bool? {
        guard let value = values[key] else { return nil }
        guard case .boolean(let truth) = value else {
            throw error(key, "must be true or false, not \(value.described)")
        }
        return truth
    }

    /// An integer inside a range.
    package func integer(_ key: String, in range: ClosedRange<Int>) throws(ToolError) -> Int? {
        guard let value = values[key] else { return nil }
        guard case .integer(let number) = value, range.contains(number) else {
            throw error(
                key,
                "must be an integer from \(range.lowerBound) to \(range.upperBound), "
                    + "not \(value.shownText)")
        }
        return number
    }

    /// A list of values, each read from a string.
    package func list<Element>(
        _ key: String, _ requirement: String, _ parse: (String) -> Element?
    ) throws(ToolError) -> [Element]? {
        guard let value = values[key] else { return nil }
        guard case .array(let elements) = value else {
            throw error(key, "must be an array of strings, not \(value.kind)")
        }
        var parsed: [Element] = []
        for (index, element) in elements.enumerated() {
            guard case .string(let text) = element, let value = parse(text) else {
                let shown = element.shownText
                throw .configuration(
                    file.location(of: path.appending(key).appending(index: index)),
                    "\(key): each must be \(requirement), not \(shown)")
            }
            parsed.append(value)
        }
        return parsed
    }

    /// A list of networks.
    package func networks(_ key: String) throws(ToolError) -> [Network]? {
        try list(key, "a network such as \"172.16.0.0/12\"") { Network($0) }
    }

    /// The table of a key, or nil where the key is absent.
    package func table(_ key: String) throws(ToolError) -> SettingsTable? {
        guard let value = values[key] else { return nil }
        guard case .table(let inner) = value else {
            throw error(key, "must be a table, [\(key)], not \(value.kind)")
        }
        return SettingsTable(file: file, path: path.appending(key), values: inner)
    }

    /// The tables of a key, or nil where the key is absent.
    package func tables(_ key: String) throws(ToolError) -> [SettingsTable]? {
        guard let value = values[key] else { return nil }
        guard case .array(let elements) = value else {
            throw error(key, "must be tables, each under [[\(key)]], not \(value.kind)")
        }
        var tables: [SettingsTable] = []
        for (index, element) in elements.enumerated() {
            let place = path.appending(key).appending(index: index)
            guard case .table(let inner) = element else {
                throw .configuration(
                    file.location(of: place),
                    "\(key) must be tables, each under [[\(key)]], not \(element.kind)")
            }
            tables.append(SettingsTable(file: file, path: place, values: inner))
        }
        return tables
    }
}

extension SettingValue {
    /// The kind of the value, and the value.
    fileprivate var described: String {
        shownText == kind ? kind : "\(kind) (\(shownText))"
    }

    /// The value as an error may show it.
    fileprivate var shownText: String {
        switch self {
        case .string(let text): Printable.withoutSecrets(text)
        case .integer(let number): "\(number)"
        case .boolean(let isTrue): "\(isTrue)"
        case .number, .date, .array, .table: kind
        }
    }
}
