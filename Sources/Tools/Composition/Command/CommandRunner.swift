internal import CProcess
internal import DockerNetwork
internal import DockerNetworkHostsFile

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Runs one command, passes signals on to it, and collects what else ends.
///
/// `ForwardedSignals.block()` must have been called first. Its thread waits for signals as long as
/// the command runs.
package actor CommandRunner {
    private let thread: BlockingThread
    private var process: pid_t = 0

    /// The thread that waits.
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    /// Starts the thread.
    ///
    /// - Throws: `ToolError` (69) where the system has no thread left.
    package init() throws(ToolError) {
        do {
            thread = try BlockingThread()
        } catch {
            throw ToolError(.unavailable, error.message)
        }
    }

    /// Starts a command; only once.
    ///
    /// - Throws: `CommandStartFailure` where it cannot be started.
    package func start(_ command: CommandStart) throws(CommandStartFailure) {
        process = try command.start()
    }

    /// Returns when the command has ended.
    ///
    /// As pid 1 it also collects the processes whose parents ended before them.
    package func waitForEnd() -> CommandEnd {
        var set = ForwardedSignals.set
        while true {
            var information = siginfo_t()
            let number = sigwaitinfo(&set, &information)
            if number == SIGCHLD {
                if let end = collect() { return end }
            } else if number > 0, isForUs(information) {
                kill(process, number)
            }
        }
    }

    /// Whether the command has not got the signal by itself.
    ///
    /// What the kernel sends comes from the terminal and went to the whole group. What the command
    /// sent to its group must not come back to it.
    private func isForUs(_ information: siginfo_t) -> Bool {
        var information = information
        return information.si_code != SI_KERNEL && my_docker_network_sender(&information) != process
    }

    /// Collects whatever has ended or stopped; returns how the command ended, once it did.
    private func collect() -> CommandEnd? {
        var end: CommandEnd?
        while true {
            var status: Int32 = 0
            let collected = waitpid(-1, &status, WNOHANG | WUNTRACED)
            guard collected > 0 else { return end }
            guard collected == process else { continue }
            end = CommandEnd(status: status)
            if end == nil { stop(with: status >> 8 & 0xFF) }
        }
    }

    /// Stops with a command that its terminal stopped: the shell waits for the whole job.
    ///
    /// Not as pid 1, where nobody could wake it.
    private func stop(with number: Int32) {
        guard [SIGTSTP, SIGTTIN, SIGTTOU].contains(number), getpid() != 1 else { return }
        raise(SIGSTOP)
        kill(process, SIGCONT)
    }
}
