internal import HashTreeCollections

/// Every registration that holds now.
///
/// Copies share their structure: a snapshot costs nothing, and a change copies a path, not the
/// table.
public struct Table: Sendable {
    private var holders: TreeDictionary<Registration, Holder?>

    /// An empty table.
    public init() {
        holders = [:]
    }

    /// A table of entries; of two with the same registration the later one stays.
    public init(_ entries: some Sequence<Entry>) {
        self.init()
        for entry in entries { insert(entry) }
    }

    /// How many registrations hold.
    public var count: Int { holders.count }

    /// Whether none holds.
    public var isEmpty: Bool { holders.isEmpty }

    /// The entry of a registration, or nil where it does not hold.
    public subscript(registration: Registration) -> Entry? {
        holders[registration].map { Entry(registration, holder: $0) }
    }

    /// The entries by hostname, then by address.
    public func sorted() -> [Entry] {
        sorted { $0.registration < $1.registration }
    }

    /// Puts an entry in the place of any with the same registration.
    mutating func insert(_ entry: Entry) {
        holders.updateValue(entry.holder, forKey: entry.registration)
    }

    /// Takes an entry out.
    mutating func remove(_ registration: Registration) {
        holders.removeValue(forKey: registration)
    }
}

extension Table: Equatable {
    /// Whether the same registrations hold with the same holders.
    public static func == (left: Self, right: Self) -> Bool {
        left.holders == right.holders
    }
}

extension Table: Sequence {
    /// Goes through the entries in no particular order.
    public func makeIterator() -> some IteratorProtocol<Entry> {
        holders.lazy.map { Entry($0.key, holder: $0.value) }.makeIterator()
    }
}
