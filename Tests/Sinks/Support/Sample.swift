import DockerNetwork
import Testing

/// Entries and tables for these tests.
enum Sample {
    static func entry(
        _ name: String, _ address: String, holder: Origin? = nil, lease: Int64? = nil
    ) throws -> Entry {
        let address = try #require(IPAddress(address))
        let hostname = try Hostname(name, in: .docker)
        return Entry(
            try Registration(hostname: hostname, address: address), holder: holder,
            lease: lease.flatMap { Lease(seconds: $0) })
    }

    static func holder(_ number: Int64) -> Origin {
        let instance = InstanceID(rawValue: 0x0123_4567_89AB_4DEF_8123_4567_89AB_CDEF)
        return Origin(instance: instance, started: 1_700_000_000_000, sequence: number)
    }

    /// A table of `name: address`, held by nobody.
    static func table(_ pairs: KeyValuePairs<String, String>) throws -> Table {
        Table(try pairs.map { try entry($0.key, $0.value) })
    }
}

extension Sample {
    /// A table of so many names with an address each.
    static func table(_ count: Int) throws -> Table {
        Table(try (0..<count).map { try entry("host-\($0)", "10.1.\($0 / 250).\($0 % 250 + 1)") })
    }
}
