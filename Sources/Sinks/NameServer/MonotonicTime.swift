import CDockerNetworkSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Nanoseconds on a clock that never goes back.
struct MonotonicTime: Comparable {
    let nanoseconds: UInt64

    /// The time now.
    static var now: Self {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Self(nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
    }

    static func < (left: Self, right: Self) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The time so much later.
    static func + (time: Self, duration: Duration) -> Self {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = max(0, seconds) * 1_000_000_000 + attoseconds / 1_000_000_000
        return Self(nanoseconds: time.nanoseconds &+ UInt64(max(0, nanoseconds)))
    }
}
