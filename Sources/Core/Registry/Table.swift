internal import HashTreeCollections

/// Every registration that holds now.
///
/// Copies share their structure: a snapshot costs nothing, and a change copies a path, not the
/// table.
public struct Table: Sendable {
    /// The contents of an entry beside its registration.
    private struct Hold: Hashable, Sendable {
        var holder: Origin?
        var lease: Lease?
    }

    private var holds: TreeDictionary<Registration, Hold>

    /// An empty table.
    public init() {
        holds = [:]
    }

    /// A table of entries; of two with the same registration the later one stays.
    public init(_ entries: some Sequence<Entry>) {
        self.init()
        for entry in entries { insert(entry) }
    }

    /// The number of registrations.
    public var count: Int { holds.count }

    /// Whether none holds.
    public var isEmpty: Bool { holds.isEmpty }

    /// The entry of a registration, or nil where it does not hold.
    public subscript(registration: Registration) -> Entry? {
        holds[registration].map { Entry(registration, holder: $0.holder, lease: $0.lease) }
    }

    /// The entries by hostname, then by address.
    public func sorted() -> [Entry] {
        sorted { $0.registration < $1.registration }
    }

    /// Puts an entry in the place of any with the same registration.
    mutating func insert(_ entry: Entry) {
        holds[entry.registration] = Hold(holder: entry.holder, lease: entry.lease)
    }

    /// Takes an entry out.
    mutating func remove(_ registration: Registration) {
        holds.removeValue(forKey: registration)
    }
}

extension Table: Equatable {
    /// Whether the same registrations hold with the same holders and leases.
    public static func == (left: Self, right: Self) -> Bool {
        left.holds == right.holds
    }
}

extension Table: Sequence {
    /// Goes through the entries in no particular order.
    public func makeIterator() -> some IteratorProtocol<Entry> {
        holds.lazy.map { Entry($0.key, holder: $0.value.holder, lease: $0.value.lease) }
            .makeIterator()
    }
}
