/// A reason why the registry did not do what an announcement asked for.
public enum Refusal: Error, Hashable, Sendable {
    /// The policy asks for an origin, and there is none.
    case originRequired
    /// The policy has rules by user, and the transport vouches for none.
    case userRequired
    /// The policy has rules by user, and none for this one.
    case userUnknown
    /// The policy does not allow the name.
    case nameNotAllowed
    /// The policy reserves the name.
    case nameReserved
    /// The policy does not allow the address's network.
    case addressNotAllowed
    /// The instance belongs to another user, who announced it first.
    case instanceOfAnotherUser
    /// The instance holds as many registrations as it may.
    case tooManyForInstance
    /// The user holds as many registrations as it may.
    case tooManyForUser
    /// The table holds as many registrations as it may.
    case tooManyInAll
    /// The hostname has as many addresses as it may.
    case tooManyForHostname
    /// The address has as many hostnames as it may.
    case tooManyForAddress
    /// The instance says that it started in the future.
    case startedAhead
    /// A later-started instance holds the name, or with `first` any instance that has a lease;
    /// with `all` a later-started one holds it at this very address.
    case nameHeld(by: NameHolder, conflicts: Policy.Conflicts)

    /// The short name for metrics and logs: always the same for one case.
    public var cause: String {
        switch self {
        case .originRequired: "origin-required"
        case .userRequired: "user-required"
        case .userUnknown: "user-unknown"
        case .nameNotAllowed: "name-not-allowed"
        case .nameReserved: "name-reserved"
        case .addressNotAllowed: "address-not-allowed"
        case .instanceOfAnotherUser: "instance-of-another-user"
        case .tooManyForInstance: "too-many-for-instance"
        case .tooManyForUser: "too-many-for-user"
        case .tooManyInAll: "too-many-in-all"
        case .tooManyForHostname: "too-many-for-hostname"
        case .tooManyForAddress: "too-many-for-address"
        case .startedAhead: "started-ahead"
        case .nameHeld: "name-held"
        }
    }
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
        case .instanceOfAnotherUser:
            "the instance belongs to another user; use an instance per user"
        case .tooManyForInstance:
            "the instance holds as many names as it may (names-per-instance)"
        case .tooManyForUser: "the user holds as many names as it may (names-per-user)"
        case .tooManyInAll: "the table is full (names-in-all)"
        case .tooManyForHostname:
            "the name has as many addresses as it may (addresses-per-hostname)"
        case .tooManyForAddress:
            "the address has as many names as it may (hostnames-per-address)"
        case .startedAhead: "the instance started in the future: the clocks disagree"
        case .nameHeld(let holder, .all):
            "a later-started instance holds the name at this address: \(holder)"
        case .nameHeld(let holder, let conflicts):
            "another instance holds the name: \(holder) (conflicts = \"\(conflicts.rawValue)\")"
        }
    }
}
