import DockerNetwork
import Testing

/// Entries for the sinks' tests, the same in every run.
enum SinkSample {
    /// SplitMix64: small, and the same everywhere.
    struct Generator: RandomNumberGenerator {
        private var state: UInt64

        init(seed: UInt64) {
            state = seed
        }

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return mixed ^ mixed >> 31
        }
    }

    static func entry(
        _ name: String, _ address: String, holder: Origin? = nil, lease: Lease? = nil
    ) throws -> Entry {
        let address = try #require(IPAddress(address))
        let hostname = try Hostname(name, in: .docker)
        return Entry(
            try Registration(hostname: hostname, address: address), holder: holder,
            lease: lease)
    }

    static func holder(_ number: Int) -> Origin {
        var generator = Generator(seed: UInt64(number))
        return Origin(
            instance: .random(using: &generator), started: 1_700_000_000_000 + Int64(number),
            sequence: Int64(number) + 1)
    }

    /// So many entries: some of one name, some that nobody holds, some without a lease.
    static func entries(_ count: Int) throws -> [Entry] {
        try (0..<count).map { number in
            try entry(
                "host-\(number / 2).group-\(number % 5)",
                "10.1.\(number / 250).\(number % 250 + 1)",
                holder: number % 4 == 0 ? nil : holder(number),
                lease: number % 3 == 0 ? nil : Lease(seconds: 30))
        }
    }

    /// What differs between two tables.
    static func changes(from old: Table, to new: Table) -> TableChanges {
        var changes = TableChanges()
        for entry in old {
            let registration = entry.registration
            changes.record(registration, before: entry, after: new[registration])
        }
        for entry in new where old[entry.registration] == nil {
            changes.record(entry.registration, before: nil, after: entry)
        }
        return changes
    }
}
