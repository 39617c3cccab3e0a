/// One registration of the table, who holds it and how long: all that a hosts-file line says.
public struct Entry: Hashable, Sendable {
    /// The name and its address.
    public var registration: Registration
    /// The instance that holds it, its start, and the number of the `up` by which it came to hold it
    /// (a renewal does not change it); nil where nobody does, as with a message of 2014.
    public var holder: Origin?
    /// The time that it holds without being announced again; nil: until a `down`.
    public var lease: Lease?

    /// Creates one from its parts.
    public init(_ registration: Registration, holder: Origin? = nil, lease: Lease? = nil) {
        self.registration = registration
        self.holder = holder
        self.lease = lease
    }
}
