/// The instance that holds a registration, and the `up` by which it came to hold it.
public struct Holder: Hashable, Sendable {
    /// The instance, its start, and the number of that `up` (a renewal does not change it).
    public var origin: Origin
    /// The lease of that `up`; nil: until a `down`.
    public var lease: Lease?

    /// Joins the two.
    public init(origin: Origin, lease: Lease?) {
        self.origin = origin
        self.lease = lease
    }
}
