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
