@testable import DockerNetwork

/// How much the registry keeps about its table, to be compared with the table.
///
/// What is private is read by reflection, so that the registry needs no door that only tests go
/// through.
struct RegistryBooks: Equatable {
    var claims: Int
    var instances: Int
    var heldByInstances: Int
    var addresses: Int
    var namesByAddress: Int
    var visitors: Int
    var names: Int
    var addressesByName: Int
    var heldByName: Int
    var leasedByName: Int
    var shortestLease: Lease?

    /// What the registry keeps.
    init?(of registry: Registry) {
        let state = registry.state
        let table = registry.table
        guard
            let instances = Mirror(reflecting: state.accounts).descendant("instances")
                as? any Collection,
            let addresses = Mirror(reflecting: state.addresses).descendant("records")
                as? any Collection,
            let visitors = Mirror(reflecting: state.addresses).descendant("visitors")
                as? any Collection,
            let names = Mirror(reflecting: state.names).descendant("records") as? any Collection
        else { return nil }
        claims = state.claims.count
        self.instances = instances.count
        heldByInstances = Set(table.compactMap { $0.holder?.instance })
            .map { state.accounts.held(by: $0) }.reduce(0, +)
        self.addresses = addresses.count
        namesByAddress = Set(table.map(\.registration.address))
            .map { state.addresses.count(at: $0) }.reduce(0, +)
        self.visitors = visitors.count
        self.names = names.count
        let hostnames = Set(table.map(\.registration.hostname))
        addressesByName = hostnames.map { state.names.count(of: $0) }.reduce(0, +)
        heldByName = hostnames.map { state.names.held(of: $0).count }.reduce(0, +)
        leasedByName = hostnames.map { state.names.leasedCount(of: $0) }.reduce(0, +)
        shortestLease = registry.shortestLease
    }

    /// What it should keep for a table.
    init(for table: Table) {
        let held = table.filter { $0.holder != nil }
        claims = table.count
        instances = Set(held.compactMap { $0.holder?.instance }).count
        heldByInstances = held.count
        addresses = Set(table.map(\.registration.address)).count
        namesByAddress = table.count
        visitors =
            Set(held.map { "\($0.registration.address) \($0.holder?.instance.description ?? "")" })
            .count
        names = Set(table.map(\.registration.hostname)).count
        addressesByName = table.count
        heldByName = held.count
        leasedByName = held.filter { $0.lease != nil }.count
        shortestLease = table.compactMap(\.lease).min { $0.seconds < $1.seconds }
    }
}

extension RegistryState {
    /// Whether contests are kept only where an instance holds something, and counted right; and
    /// whether each user's count is that of the user's registrations.
    var isConsistent: Bool {
        let held = Set(table.filter { $0.holder != nil }.map(\.registration.address))
        var counts: [String: Int] = [:]
        for entry in table {
            let user =
                entry.holder.flatMap { accounts.owner(of: $0.instance, at: .zero)?.name }
                ?? (entry.holder == nil ? claims[entry.registration]?.user : nil)
            if let user { counts[user, default: 0] += 1 }
        }
        return contests.addresses.allSatisfy { held.contains($0) }
            && (contests.count > 0) == !contests.addresses.isEmpty
            && ["one", "two"].allSatisfy { accounts.held(by: $0) == counts[$0] ?? 0 }
    }
}
