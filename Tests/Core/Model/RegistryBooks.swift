@testable import DockerNetwork

/// How much the registry's private books hold, to be compared with the table they are about.
///
/// They are read by reflection, so that the registry needs no door that only tests go through.
struct RegistryBooks: Equatable {
    var claims: Int
    var instances: Int
    var addresses: Int
    var namesByAddress: Int
    var names: Int
    var addressesByName: Int

    /// What the registry keeps.
    init?(of registry: Registry) {
        let mirror = Mirror(reflecting: registry)
        guard let claims = mirror.descendant("claims") as? any Collection,
            let instances = mirror.descendant("instances") as? any Collection,
            let addresses = mirror.descendant("index", "hostnames", "values") as? any Collection,
            let namesByAddress = mirror.descendant("index", "hostnames")
                as? MultiMap<IPAddress, Hostname>,
            let names = mirror.descendant("index", "addresses", "values") as? any Collection,
            let addressesByName = mirror.descendant("index", "addresses")
                as? MultiMap<Hostname, IPAddress>
        else { return nil }
        self.claims = claims.count
        self.instances = instances.count
        self.addresses = addresses.count
        self.namesByAddress = Set(registry.table.map(\.registration.address))
            .map { namesByAddress[$0].count }.reduce(0, +)
        self.names = names.count
        self.addressesByName = Set(registry.table.map(\.registration.hostname))
            .map { addressesByName[$0].count }.reduce(0, +)
    }

    /// What it should keep for a table.
    init(for table: Table) {
        claims = table.count
        instances = Set(table.compactMap { $0.holder?.instance }).count
        addresses = Set(table.map(\.registration.address)).count
        namesByAddress = table.count
        names = Set(table.map(\.registration.hostname)).count
        addressesByName = table.count
    }
}
