package import DockerNetwork
internal import DockerNetworkProgram

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The messages that a service manager wants to hear from a service that goes on
/// (sd_watchdog_enabled(3)).
package enum Watchdog {
    /// Sends `WATCHDOG=1` as often as this process's environment asks for it; nil: it does not.
    package static func ofProcess() -> Heartbeat? {
        let variable = { (name: String) in getenv(name).map { String(cString: $0) } }
        guard let notification = ServiceNotification.ofProcess(),
            let interval = interval(
                microseconds: variable("WATCHDOG_USEC"), process: variable("WATCHDOG_PID"))
        else { return nil }
        return Heartbeat(every: interval) { notification.send("WATCHDOG=1") }
    }

    /// Returns the interval: half of the time after which the manager loses patience.
    ///
    /// - Parameters:
    ///   - microseconds: What WATCHDOG_USEC says.
    ///   - process: What WATCHDOG_PID says: for which process it is meant; nil: for any.
    /// - Returns: The interval, or nil where nobody waits for this process.
    package static func interval(microseconds: String?, process: String?) -> Duration? {
        guard let count = microseconds.flatMap(Int64.init), count > 0 else { return nil }
        guard process == nil || process == String(getpid()) else { return nil }
        return max(.microseconds(count / 2), .milliseconds(1))
    }
}
