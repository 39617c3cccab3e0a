package import DockerNetworkProgram

/// The source of a setting outside the configuration file, for errors.
package enum SettingSource: Hashable, Sendable {
    /// A flag or an argument, such as `--url`.
    case flag(String)
    /// An environment variable.
    case environment(Environment.Variable)

    /// The flag or the variable.
    package var name: String {
        switch self {
        case .flag(let name): name
        case .environment(let variable): variable.name
        }
    }

    /// An error in the setting: what its value must be, and what it is.
    package func error(value text: String, _ requirement: String) -> ToolError {
        error("must be \(requirement), not \(Printable.withoutSecrets(text))")
    }

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
