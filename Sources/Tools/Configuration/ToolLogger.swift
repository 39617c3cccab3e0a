package import DockerNetworkProgram
package import Logging

/// The programs' logger.
package enum ToolLogger {
    /// Makes a logger that writes to standard error.
    ///
    /// - Parameters:
    ///   - program: Whose records they are.
    ///   - configuration: Says the level, where anybody said one.
    ///   - level: The level where nobody did.
    /// - Returns: The logger.
    package static func make(
        _ program: Program, _ configuration: Configuration, default level: Logger.Level
    ) -> Logger {
        let level = configuration.logLevel ?? level
        return Logger(label: program.rawValue) { _ in LineLogHandler(level: level) }
    }
}
