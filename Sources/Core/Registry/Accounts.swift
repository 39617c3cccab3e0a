/// The user of each instance, and the number of registrations of each instance and each user.
struct Accounts: Sendable {
    /// The owner of an instance.
    enum Owner: Hashable, Sendable {
        /// It was adopted, and no user has renewed it yet.
        case unknown
        /// The user who announced it first; nil is everybody that no transport vouches for.
        case user(String?)

        /// The user's name, where it is known.
        var name: String? {
            if case .user(let name) = self { name } else { nil }
        }
    }

    private struct Instance {
        var started: Int64 = 0
        var held = 0
        var owner = Owner.unknown
    }

    private var instances: [InstanceID: Instance] = [:]
    /// The owners of instances that have tombstones.
    ///
    /// A tombstone is set at the same time, and each instance has one owner for all of its
    /// tombstones: so an owner is never dropped before its tombstones are. Without either the
    /// instance is a new one, whoever brings it.
    private var formerOwners = ExpiringMap<InstanceID, Owner>(
        lifetime: Registry.memory, capacity: Registry.memoryCapacity)
    /// The number of registrations of each user.
    private var users: [String: Int] = [:]

    /// Returns the owner of an instance; nil if it holds nothing and has no tombstone.
    func owner(of instance: InstanceID, at now: Duration) -> Owner? {
        instances[instance]?.owner ?? formerOwners.value(for: instance, at: now)
    }

    /// Returns the number of registrations that an instance holds.
    func held(by instance: InstanceID) -> Int {
        instances[instance]?.held ?? 0
    }

    /// Returns the number of registrations that a user holds.
    func held(by user: String) -> Int {
        users[user] ?? 0
    }

    /// The largest start that an instance has shown while it holds something.
    func start(of instance: InstanceID) -> Int64? {
        instances[instance]?.started
    }

    /// The seniority of an instance: of one instance the largest start seen counts.
    func seniority(of origin: Origin) -> Seniority {
        let started = max(origin.started, instances[origin.instance]?.started ?? 0)
        return Seniority(started: started, instance: origin.instance)
    }

    /// Notes an accepted announcement of an instance that holds something.
    mutating func note(_ origin: Origin) {
        guard let index = instances.index(forKey: origin.instance) else { return }
        instances.values[index].started = max(instances.values[index].started, origin.started)
    }

    /// Gives an instance whose owner is unknown to a user.
    mutating func give(_ instance: InstanceID, to user: String?) {
        guard let index = instances.index(forKey: instance),
            instances.values[index].owner == .unknown
        else { return }
        instances.values[index].owner = .user(shared(user))
        count(user, instances.values[index].held)
    }

    /// Keeps the owner of an instance for as long as the tombstone that it gets now.
    mutating func keepOwner(of instance: InstanceID, _ owner: Owner?, at now: Duration) {
        guard let owner, owner != .unknown else { return }
        formerOwners.set(owner, for: instance, at: now)
    }

    /// Counts a registration that an instance comes to hold.
    mutating func hold(_ origin: Origin, owner: Owner, at now: Duration) {
        let instance = origin.instance
        if instances[instance] == nil {
            let known = formerOwners.value(for: instance, at: now)
            instances[instance] = Instance(owner: known ?? owner)
        }
        let owner = instances.modify(instance) { record in
            record.held += 1
            return record.owner
        }
        count(owner?.name, 1)
    }

    /// Counts a registration that an instance holds no longer.
    mutating func release(_ instance: InstanceID) {
        guard let index = instances.index(forKey: instance) else { return }
        count(instances.values[index].owner.name, -1)
        instances.values[index].held -= 1
        if instances.values[index].held == 0 { instances.remove(at: index) }
    }

    /// Counts registrations of a user; nil is nobody's account.
    mutating func count(_ user: String?, _ difference: Int) {
        guard let user, difference != 0 else { return }
        let count = (users[user] ?? 0) + difference
        users[user] = count > 0 ? count : nil
    }

    /// A user's name as it is kept, so that a long one is there once.
    func shared(_ user: String?) -> String? {
        guard let user, let index = users.index(forKey: user) else { return user }
        return users.keys[index]
    }
}
