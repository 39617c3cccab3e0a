/// What a program says with its exit status, by the numbers of sysexits(3).
package enum ExitStatus: Int32, Hashable, Sendable {
    /// What was asked for is done.
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
