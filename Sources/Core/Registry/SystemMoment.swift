#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

extension Moment {
    /// Both of the system's clocks, read now.
    static func now() -> Self {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let milliseconds = Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
        return Self(elapsed: processStart.duration(to: .now), unixMilliseconds: milliseconds)
    }

    private static let processStart = ContinuousClock.now
}
