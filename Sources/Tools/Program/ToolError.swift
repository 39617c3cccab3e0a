package import DockerNetwork

/// The end of a program: the exit status, and one line that says what, where and what to do.
package struct ToolError: Error, Hashable, Sendable {
    /// The exit status.
    package var status: ExitStatus
    /// One line without any secret.
    package var message: String
    /// The part that stays the same when the same is wrong once more, whatever else the message
    /// tells of the machine.
    package var cause: String

    /// Creates an error with a status and a message.
    ///
    /// - Parameters:
    ///   - status: The exit status.
    ///   - message: One line without any secret.
    ///   - cause: What stays the same when the same is wrong once more; nil: the message.
    package init(_ status: ExitStatus, _ message: String, cause: String? = nil) {
        self.status = status
        self.message = message
        self.cause = cause ?? message
    }

    /// The end that a transport's failure means for a program.
    package init(_ error: TransportError) {
        self.init(ExitStatus(error.code), error.message)
    }

    /// An error in the configuration.
    ///
    /// - Parameters:
    ///   - location: The file and line, the variable or the flag.
    ///   - message: What is wrong there and what to do.
    /// - Returns: The error, with status 78.
    package static func configuration(_ location: String, _ message: String) -> Self {
        Self(.configuration, "\(location): \(message)")
    }
}

extension ToolError: CustomStringConvertible {
    /// The message.
    package var description: String { message }
}

extension ExitStatus {
    /// The status that a transport's failure ends a program with.
    package init(_ code: TransportError.Code) {
        switch code {
        case .unreachable, .closed, .noHost, .inUse, .superseded, .unsupported, .cancelled:
            self = .unavailable
        case .timedOut: self = .timedOut
        case .refused: self = .refused
        case .configuration: self = .configuration
        }
    }
}

/// The exit statuses of the programs, by the numbers of sysexits(3).
package enum ExitStatus: Int32, Hashable, Sendable {
    /// The task is done.
    case done = 0
    /// Wrong usage.
    case usage = 64
    /// No transport is reachable, or nobody hears.
    case unavailable = 69
    /// It took longer than it may.
    case timedOut = 75
    /// The host's policy or the broker refused it.
    case refused = 77
    /// The configuration is wrong.
    case configuration = 78
}
