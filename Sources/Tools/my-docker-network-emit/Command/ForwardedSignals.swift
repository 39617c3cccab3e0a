internal import CDockerNetworkSystem
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The signals that a program which runs a command passes on to it.
package enum ForwardedSignals {
    /// The mask that this process was started with; the command gets it back.
    private static let inherited = Mutex(sigset_t())

    /// Blocks them in this thread and in all that it starts, so that `CommandRunner` can fetch
    /// them one by one.
    ///
    /// Call it before any other thread is there. A process that is pid 1 gets a signal that it
    /// neither handles nor blocks not at all (kill(2)).
    package static func block() {
        // Who started us may ignore it, and then a command would end without telling its status.
        signal(SIGCHLD, SIG_DFL)
        var blocked = set
        inherited.withLock { previous in _ = pthread_sigmask(SIG_BLOCK, &blocked, &previous) }
    }

    /// The mask before `block`.
    static var inheritedMask: sigset_t { inherited.withLock { $0 } }

    /// The signals to forward: all but those that a fault of this program raises, and SIGPIPE,
    /// which it raises itself.
    static var set: sigset_t {
        var set = sigset_t()
        sigfillset(&set)
        for own in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS, SIGPIPE] {
            sigdelset(&set, own)
        }
        return set
    }
}
