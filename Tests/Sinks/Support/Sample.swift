import DockerNetwork
import Testing

/// Entries and tables for these tests.
enum Sample {
    static func entry(
        _ name: String, _ address: String, holder: Holder? = nil
    ) throws -> Entry {
        let address = try #require(IPAddress(address))
        let hostname = try Hostname(name, in: .docker)
        return Entry(try Registration(hostname: hostname, address: address), holder: holder)
    }

    static func holder(_ number: Int64, lease: Int64? = 30) -> Holder {
        let instance = InstanceID(rawValue: 0x0123_4567_89AB_4DEF_8123_4567_89AB_CDEF)
        let origin = Origin(instance: instance, started: 1_700_000_000_000, sequence: number)
        return Holder(origin: origin, lease: lease.flatMap { Lease(seconds: $0) })
    }

    /// A table of `name: address`, held by nobody.
    static func table(_ pairs: KeyValuePairs<String, String>) throws -> Table {
        Table(try pairs.map { try entry($0.key, $0.value) })
    }
}

/// A sink's place as the host service sees it: a table after the other.
struct Applier {
    let sink: any HostsSink
    private var table = Table()
    private var isFirst = true

    init(_ sink: any HostsSink) {
        self.sink = sink
    }

    mutating func apply(_ next: Table) async throws {
        var changes = TableChanges()
        for entry in table {
            let registration = entry.registration
            changes.record(registration, before: entry, after: next[registration])
        }
        for entry in next where table[entry.registration] == nil {
            changes.record(entry.registration, before: nil, after: entry)
        }
        try await sink.apply(SinkUpdate(table: next, changes: isFirst ? nil : changes))
        table = next
        isFirst = false
    }
}
