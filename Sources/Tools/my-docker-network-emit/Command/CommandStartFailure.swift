internal import DockerNetworkProgram
internal import DockerNetworkSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// A command that could not be started.
package struct CommandStartFailure: Error, Hashable, Sendable {
    /// The exit status, as a shell's: 127 where it was not found, else 126.
    package var exitStatus: Int32
    /// One line.
    package var message: String
    /// Whether the system has no process left, so that the command may yet run in place of this
    /// program.
    package var isShortage: Bool

    /// Reads what posix_spawnp(3) returned.
    init(command: String, code: Int32) {
        exitStatus = code == ENOENT ? 127 : 126
        isShortage = code == EAGAIN || code == ENOMEM
        let advice =
            switch code {
            case ENOENT: "check its name and PATH, and for a script its first line"
            case EACCES: "make it executable for this user"
            case ENOEXEC: "it is no program of this machine's kind, or a script without #!"
            case EAGAIN: "raise the limit of tasks (--pids-limit)"
            default: "the system does not start it"
            }
        message =
            "cannot run \(Printable.quoted(command)): \(SystemText.describe(code)); \(advice)"
    }
}
