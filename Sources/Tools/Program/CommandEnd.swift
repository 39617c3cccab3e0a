/// The end of a command.
package enum CommandEnd: Hashable, Sendable {
    /// The command ended with an exit status, 0 to 255.
    case exit(Int32)
    /// A signal ended the command.
    case signal(Int32)

    /// Reads a status of waitpid(2); nil: it only stopped or went on.
    package init?(status: Int32) {
        // As WIFEXITED and its like read it; C's macros do not come through to Swift.
        let signal = status & 0x7F
        switch signal {
        case 0: self = .exit(status >> 8 & 0xFF)
        case 0x7F: return nil
        default: self = .signal(signal)
        }
    }

    /// The exit status that tells it, as a shell's does: 128 and the signal's number.
    package var exitStatus: Int32 {
        switch self {
        case .exit(let status): status
        case .signal(let number): 128 + number
        }
    }
}
