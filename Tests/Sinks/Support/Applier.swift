import DockerNetwork

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
