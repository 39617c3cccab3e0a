/// Why the registry did not do what an announcement asked for.
public enum Refusal: String, Error, Hashable, Sendable, CaseIterable {
    /// The policy asks for an origin, and there is none.
    case originRequired = "origin-required"
    /// The policy has rules by user, and the broker vouches for none.
    case userRequired = "user-required"
    /// The policy has rules by user, and none for this one.
    case userUnknown = "user-unknown"
    /// The policy does not allow the name.
    case nameNotAllowed = "name-not-allowed"
    /// The policy keeps the name for itself.
    case nameReserved = "name-reserved"
    /// The policy does not allow the address's network.
    case addressNotAllowed = "address-not-allowed"
    /// The instance holds as many registrations as it may.
    case tooManyForInstance = "too-many-for-instance"
    /// The table holds as many registrations as it may.
    case tooManyInAll = "too-many-in-all"
    /// The instance says that it started in the future.
    case startedAhead = "started-ahead"
    /// A later-started instance holds the name, or under `first` any leased one does.
    case nameHeld = "name-held"
    /// A later-started instance holds the address.
    case addressHeld = "address-held"
}

extension Refusal: CustomStringConvertible {
    /// One line for a log or a receipt: what and what to do.
    public var description: String {
        switch self {
        case .originRequired: "the policy asks for announcements with an origin (require-origin)"
        case .userRequired: "the policy has rules by user, and the message carries no user-id"
        case .userUnknown: "the policy has no rules for this user"
        case .nameNotAllowed: "the policy does not allow this name (allowed-names)"
        case .nameReserved: "the name is reserved (reserved-names)"
        case .addressNotAllowed: "the address is in no allowed network (allowed-networks)"
        case .tooManyForInstance:
            "the instance holds as many names as it may (names-per-instance)"
        case .tooManyInAll: "the table is full (names-in-all)"
        case .startedAhead: "the instance started in the future: the clocks disagree"
        case .nameHeld: "another instance holds the name (conflicts)"
        case .addressHeld:
            "a later-started instance holds the address (overlapping networks? use a vhost each)"
        }
    }
}
