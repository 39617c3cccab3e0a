/// One instant read from both clocks: leases count on the one that is never set, an emitter's
/// start is compared with the one that is.
public struct Moment: Hashable, Sendable {
    /// Time since an arbitrary start that stays the same while the process runs.
    public var elapsed: Duration
    /// Milliseconds since 1970.
    public var unixMilliseconds: Int64

    /// Creates one from its parts.
    public init(elapsed: Duration, unixMilliseconds: Int64) {
        self.elapsed = elapsed
        self.unixMilliseconds = unixMilliseconds
    }
}
