@testable import DockerNetwork

/// How much the registry's private books hold, to be compared with the table they are about.
///
/// They are read by reflection, so that the registry needs no door that only tests go through.
struct RegistryBooks: Equatable {
    var claims: Int
    var instances: Int
    var namesByAddress: Int
    var addressesByName: Int

    /// What the registry keeps.
    init?(of registry: Registry) {
        let mirror = Mirror(reflecting: registry)
        guard let claims = mirror.descendant("claims") as? any Collection,
            let instances = mirror.descendant("instances") as? any Collection,
            let hostnames = mirror.descendant("index", "hostnames") as? [IPAddress: [Hostname]],
            let addresses = mirror.descendant("index", "addresses") as? [Hostname: [IPAddress]]
        else { return nil }
        self.claims = claims.count
        self.instances = instances.count
        namesByAddress = hostnames.values.map(\.count).reduce(0, +)
        addressesByName = addresses.values.map(\.count).reduce(0, +)
    }

    /// What it should keep for a table.
    init(for table: Table) {
        claims = table.count
        instances = Set(table.compactMap { $0.holder?.instance }).count
        namesByAddress = table.count
        addressesByName = table.count
    }
}
