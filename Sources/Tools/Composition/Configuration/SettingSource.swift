/// Where outside the configuration file a setting was said, for errors.
package enum SettingSource: Hashable, Sendable {
    /// A flag or an argument, such as `--url`.
    case flag(String)
    /// An environment variable.
    case environment(Environment.Variable)

    /// An error in the setting: wrong usage where it is a flag, else wrong configuration.
    ///
    /// The message says what is wrong and what to do, without a secret.
    package func error(_ message: String) -> ToolError {
        switch self {
        case .flag(let name): ToolError(.usage, "\(name): \(message)")
        case .environment(let variable): .configuration(variable.name, message)
        }
    }
}
