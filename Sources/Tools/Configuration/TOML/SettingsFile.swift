package import DockerNetworkProgram

/// A TOML file as values and the lines they stand in.
package struct SettingsFile: Sendable {
    /// The path, for errors.
    package let path: String
    private let document: TOMLDocument

    /// A file of this many bytes is refused unread.
    package static let largest = 1_048_576

    /// Reads the bytes of a file.
    ///
    /// - Throws: `ToolError` (78) with the line, where they are no TOML 1.0.0.
    package init(path: String, bytes: [UInt8]) throws(ToolError) {
        // Some editors begin a file with U+FEFF; it means nothing.
        let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw .configuration(path, "not UTF-8 text; a configuration is a TOML file")
        }
        guard !bytes.contains(0) else {
            throw .configuration(path, "has a NUL byte; a configuration is a TOML file")
        }
        self.path = path
        do throws(TOMLDocument.Fault) {
            document = try TOMLDocument(bytes)
        } catch {
            throw .configuration("\(path):\(error.line)", "not TOML here: \(error.message)")
        }
    }

    /// The values of the whole file.
    package var values: [String: SettingValue] { document.root }

    /// The whole file as a table to read settings from.
    package var table: SettingsTable {
        SettingsTable(file: self, path: SettingPath(), values: values)
    }

    /// Returns the location of a value: `/etc/my-docker-network/config.toml:7`.
    package func location(of path: SettingPath) -> String {
        guard let line = line(of: path) else { return self.path }
        return "\(self.path):\(line)"
    }

    /// The line of a value, from 1, or of the nearest value around it; nil where no key is known.
    package func line(of path: SettingPath) -> Int? { document.line(of: path) }
}

/// A value of a configuration file, read once into Swift's own types.
package enum SettingValue: Hashable, Sendable {
    /// A string.
    case string(String)
    /// An integer.
    case integer(Int)
    /// A floating-point number.
    case number
    /// true or false.
    case boolean(Bool)
    /// A date, a time, or both.
    case date
    /// An array.
    case array([SettingValue])
    /// A table.
    case table([String: SettingValue])

    /// The kind of the value, for errors.
    package var kind: String {
        switch self {
        case .string: "a string"
        case .integer: "an integer"
        case .number: "a floating-point number"
        case .boolean: "true or false"
        case .date: "a date or time"
        case .array: "an array"
        case .table: "a table"
        }
    }
}

/// The path of a value in a configuration file: the keys and array positions that lead to it.
package struct SettingPath: Hashable, Sendable {
    /// One step from a value to one inside it.
    package enum Step: Hashable, Sendable {
        /// The step to the value of a key.
        case key(String)
        /// The step to the element at a position, from 0.
        case index(Int)
    }

    /// The steps from the whole file.
    package var steps: [Step]

    /// Creates one from its parts.
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
