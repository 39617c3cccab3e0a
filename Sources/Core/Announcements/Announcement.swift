/// A statement that a registration holds from now on, or that it ends.
public struct Announcement: Hashable, Sendable {
    /// Whether the registration begins or ends.
    public enum Kind: String, Hashable, Sendable {
        /// The registration holds.
        case up
        /// The registration ends.
        case down
    }

    /// Whether the registration begins or ends.
    public var kind: Kind
    /// The registration that is announced.
    public var registration: Registration
    /// The announcer; nil on a message of 2014 and on a one-shot without an instance.
    public var origin: Origin?
    /// The time that an `up` holds; nil: until a `down`; without meaning on a `down`.
    public var lease: Lease?

    /// Creates one from its parts.
    public init(
        _ kind: Kind, _ registration: Registration, origin: Origin? = nil, lease: Lease? = nil
    ) {
        self.kind = kind
        self.registration = registration
        self.origin = origin
        self.lease = lease
    }
}
