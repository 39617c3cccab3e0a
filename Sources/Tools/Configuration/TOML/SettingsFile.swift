package import DockerNetworkProgram
internal import TOMLKit

/// A TOML file as values and the lines they stand in.
package struct SettingsFile: Sendable {
    /// The path, for errors.
    package let path: String
    /// The whole file.
    package let root: [String: SettingValue]
    private let lines: SettingLines

    /// A file of this many bytes is refused unread.
    package static let largest = 1_048_576

    /// Reads the bytes of a file.
    ///
    /// - Throws: `ToolError` (78) with the line, where they are no TOML 1.0.0.
    package init(path: String, bytes: [UInt8]) throws(ToolError) {
        // Some editors begin a file with U+FEFF; it means nothing.
        let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        // The library takes C strings: a NUL would end the text, and an escaped one a value.
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .configuration(path, "not UTF-8 text; a configuration is a TOML file")
        }
        guard !bytes.contains(0) else {
            throw .configuration(path, "has a NUL byte; a configuration is a TOML file")
        }
        // By bytes: as characters, the last digit may be one with a mark that follows it.
        for escape in ["\\u0000", "\\U00000000"] where bytes.contains(Array(escape.utf8)) {
            throw .configuration(path, "has the escape \(escape); no setting can hold a NUL")
        }
        self.path = path
        lines = SettingLines(bytes)
        // The library's parser takes these for granted, with assertions and the like.
        if let flaw = lines.flaw {
            throw .configuration("\(path):\(flaw.line)", "not TOML here: \(flaw.message)")
        }
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw Self.syntaxError(path, error, text)
        } catch {
            throw .configuration(path, "not TOML")
        }
        root = Self.values(of: table)
    }

    /// The whole file as a table to read settings from.
    package var table: SettingsTable {
        SettingsTable(file: self, path: SettingPath(), values: root)
    }

    /// Where a value stands: `/etc/my-docker-network/config.toml:7`.
    package func location(of path: SettingPath) -> String {
        guard let line = lines.line(of: path) else { return self.path }
        return "\(self.path):\(line)"
    }

    /// The library's words may repeat what stands in the line, so they are left out where that
    /// could be a URL with its password.
    private static func syntaxError(
        _ path: String, _ error: TOMLParseError, _ text: String
    ) -> ToolError {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let number = error.source.begin.line
        let isSecret = lines.dropFirst(max(0, number - 2)).prefix(3)
            .contains { $0.contains("@") || $0.contains("://") || $0.contains("url") }
        let words = isSecret ? "" : " (\(Printable.quoted(error.description, limit: 160)))"
        let place = "\(path):\(number):\(error.source.begin.column)"
        return .configuration(place, "not TOML here\(words); check its quotes and brackets")
    }

    private static func values(of table: TOMLTable) -> [String: SettingValue] {
        var values: [String: SettingValue] = [:]
        for key in table.keys {
            if let node = table[key] { values[key] = value(of: node) }
        }
        return values
    }

    private static func value(of node: any TOMLValueConvertible) -> SettingValue {
        switch node.type {
        case .string: .string(node.string ?? "")
        case .int: .integer(node.int ?? 0)
        case .double: .number
        case .bool: .boolean(node.bool ?? false)
        case .date, .time, .dateTime: .date
        case .array: .array(node.array.map { array in array.map(value(of:)) } ?? [])
        case .table: .table(node.table.map(values(of:)) ?? [:])
        }
    }
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

    /// What kind of value it is, for errors.
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
