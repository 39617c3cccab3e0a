/// One registration of the table and who holds it: all that a hosts-file line says.
public struct Entry: Hashable, Sendable {
    /// The name and its address.
    public var registration: Registration
    /// Who holds it; nil where nobody does, as with a message of 2014.
    public var holder: Holder?

    /// Joins the two.
    public init(_ registration: Registration, holder: Holder? = nil) {
        self.registration = registration
        self.holder = holder
    }
}

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
