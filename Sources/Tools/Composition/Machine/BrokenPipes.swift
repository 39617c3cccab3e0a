internal import Glibc

/// What happens when whoever read our output is gone.
package enum BrokenPipes {
    /// Lets a write to nobody fail instead of ending the process: a service outlives whoever
    /// reads its log.
    package static func ignore() {
        signal(SIGPIPE, SIG_IGN)
    }
}
