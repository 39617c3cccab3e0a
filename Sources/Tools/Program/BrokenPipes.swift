#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The handling of output whose reader is gone.
package enum BrokenPipes {
    /// Lets a write to nobody fail instead of ending the process: a service outlives whoever
    /// reads its log.
    ///
    /// - Returns: Whether whoever started the process had it that way already.
    @discardableResult
    package static func ignore() -> Bool {
        var previous = sigaction()
        sigaction(SIGPIPE, nil, &previous)
        signal(SIGPIPE, SIG_IGN)
        // A handler is a function, and SIG_IGN the address 1.
        return unsafeBitCast(previous.__sigaction_handler.sa_handler, to: Int.self) == 1
    }
}
