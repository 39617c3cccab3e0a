/// The headers that ride beside an announcement's body.
public enum WireHeader: String, Hashable, Sendable, CaseIterable {
    /// The emitter's identity: a UUID as a string.
    case instance
    /// The emitter's start: a 64-bit integer, milliseconds since 1970.
    case started
    /// The announcement's number: a 64-bit integer from 1.
    case sequence
    /// The lease: a 64-bit integer, seconds, inside `Lease.bounds`.
    case lease

    /// What a value must be, as the end of a sentence that began with the header's name.
    var requirement: String {
        switch self {
        case .instance: "must be a UUID as a string"
        case .started: "must be an integer of milliseconds since 1970"
        case .sequence: "must be an integer from 1"
        case .lease:
            "must be an integer from \(Lease.bounds.lowerBound) to \(Lease.bounds.upperBound)"
        }
    }
}
