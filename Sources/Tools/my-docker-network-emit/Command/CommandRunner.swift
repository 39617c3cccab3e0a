internal import CDockerNetworkSystem
package import DockerNetworkProgram

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Runs one command on the caller's thread, passes signals on to it, and collects what else ends.
///
/// `ForwardedSignals.block()` must have been called first. It needs no other thread, so that a
/// command runs whatever becomes of all else in this process.
package struct CommandRunner {
    private var process: pid_t = 0

    /// A runner without a command.
    package init() {}

    /// Starts a command; only once.
    ///
    /// - Throws: `CommandStartFailure` where it cannot be started.
    package mutating func start(_ command: CommandStart) throws(CommandStartFailure) {
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

    /// Makes one of the waits look at its condition again; from any thread.
    package static func wake() {
        // A signal that both wait for anyway, and that means nothing by itself.
        kill(getpid(), SIGCHLD)
    }

    /// Waits, while there is no command yet, until a condition is true.
    ///
    /// - Returns: nil, or the signal that asks this program to end.
    package func wait(for condition: () -> Bool) -> Int32? {
        var set = ForwardedSignals.set
        while !condition() {
            var information = siginfo_t()
            let number = sigwaitinfo(&set, &information)
            if number == SIGCHLD { _ = collect() }
            if [SIGTERM, SIGINT, SIGHUP, SIGQUIT].contains(number) { return number }
        }
        return nil
    }

    /// Waits, after the command's end, until a condition is true or a time is over.
    package func wait(atMost limit: Duration, for condition: () -> Bool) {
        let deadline = ContinuousClock.now + limit
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGCHLD)
        while !condition() {
            let (seconds, attoseconds) = (deadline - .now).components
            guard seconds >= 0, attoseconds > 0 || seconds > 0 else { return }
            var rest = timespec(
                tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
            if sigtimedwait(&set, nil, &rest) == SIGCHLD { _ = collect() }
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
