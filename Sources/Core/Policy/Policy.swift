/// The rules for who may announce what, and for conflicts on a name.
///
/// The policy is asked before the registry's state, for `down` as for `up`.
public struct Policy: Hashable, Sendable {
    /// The ways to settle a conflict of two instances on one hostname.
    public enum Conflicts: String, Hashable, Sendable, CaseIterable {
        /// A later-started instance replaces the earlier one's addresses.
        case newest
        /// Every instance's addresses stand side by side.
        case all
        /// The holder of a leased name keeps it.
        case first
    }

    /// The rules for a user that a transport vouches for.
    public struct User: Hashable, Sendable {
        /// The names this user may announce, beside what holds for everybody.
        public var allowedNames: [NamePattern]

        /// Makes the rules of one user.
        public init(allowedNames: [NamePattern] = [.any]) {
            self.allowedNames = allowedNames
        }
    }

    /// The way to settle a conflict of two instances on one hostname.
    public var conflicts: Conflicts
    /// The networks an address must lie in; empty: any.
    public var allowedNetworks: [Network]
    /// The names that may be announced.
    public var allowedNames: [NamePattern]
    /// The names that nobody may announce.
    public var reservedNames: [NamePattern]
    /// Whether a message of 2014, which has no origin, is refused.
    public var requiresOrigin: Bool
    /// The maximum number of registrations of one instance: 1 or more.
    public var namesPerInstance: Int
    /// The maximum number of registrations of one user that a transport vouches for: 1 or more.
    public var namesPerUser: Int
    /// The maximum number of registrations in the table: 1 or more.
    public var namesInAll: Int
    /// The maximum number of addresses of one hostname: 1 or more.
    public var addressesPerHostname: Int
    /// The maximum number of hostnames of one address: 1 or more.
    public var hostnamesPerAddress: Int
    /// The rules by user, `*` standing for every user not named and for messages without one;
    /// where there are none, nobody is asked who they are.
    public var users: [String: User]

    /// Makes a policy; every default is the configuration's.
    public init(
        conflicts: Conflicts = .newest, allowedNetworks: [Network] = [],
        allowedNames: [NamePattern] = [.any], reservedNames: [NamePattern] = [],
        requiresOrigin: Bool = false, namesPerInstance: Int = 100, namesPerUser: Int = 50_000,
        namesInAll: Int = 100_000, addressesPerHostname: Int = 256,
        hostnamesPerAddress: Int = 4096, users: [String: User] = [:]
    ) {
        self.conflicts = conflicts
        self.allowedNetworks = allowedNetworks
        self.allowedNames = allowedNames
        self.reservedNames = reservedNames
        self.requiresOrigin = requiresOrigin
        self.namesPerInstance = namesPerInstance
        self.namesPerUser = namesPerUser
        self.namesInAll = namesInAll
        self.addressesPerHostname = addressesPerHostname
        self.hostnamesPerAddress = hostnamesPerAddress
        self.users = users
    }

    /// Returns the reason why this user may not make an announcement, or nil if the user may.
    func refusal(of announcement: Announcement, by user: String?) -> Refusal? {
        if requiresOrigin, announcement.origin == nil { return .originRequired }
        return refusal(of: announcement.registration, by: user)
    }

    /// Returns the reason why a user may not announce a registration, or nil if the user may.
    func refusal(of registration: Registration, by user: String?) -> Refusal? {
        if let refusal = refusal(of: registration) { return refusal }
        guard !users.isEmpty else { return nil }
        guard let rules = user.flatMap({ users[$0] }) ?? users["*"] else {
            return user == nil ? .userRequired : .userUnknown
        }
        let isAllowed = rules.allowedNames.contains { $0.matches(registration.hostname) }
        return isAllowed ? nil : .nameNotAllowed
    }

    /// Returns the reason why nobody may announce a registration, or nil if somebody may.
    func refusal(of registration: Registration) -> Refusal? {
        let hostname = registration.hostname
        if reservedNames.contains(where: { $0.matches(hostname) }) { return .nameReserved }
        guard allowedNames.contains(where: { $0.matches(hostname) }) else { return .nameNotAllowed }
        guard
            allowedNetworks.isEmpty
                || allowedNetworks.contains(where: { $0.contains(registration.address) })
        else { return .addressNotAllowed }
        return nil
    }
}
