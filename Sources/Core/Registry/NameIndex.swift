/// The addresses of each hostname: those that an instance holds, and those that nobody does.
struct NameIndex: Sendable {
    /// Addresses of one hostname, which mostly has one: that one needs no collection.
    private enum Addresses: Sendable {
        case none
        case one(IPAddress)
        case many(Set<IPAddress>)

        var count: Int {
            switch self {
            case .none: 0
            case .one: 1
            case .many(let addresses): addresses.count
            }
        }

        var first: IPAddress? {
            switch self {
            case .none: nil
            case .one(let address): address
            case .many(let addresses): addresses.first
            }
        }

        var all: [IPAddress] {
            switch self {
            case .none: []
            case .one(let address): [address]
            case .many(let addresses): Array(addresses)
            }
        }

        mutating func insert(_ address: IPAddress) {
            switch self {
            case .none: self = .one(address)
            case .one(let first): self = .many([first, address])
            case .many(var addresses):
                // Taken out meanwhile, so that it is changed in place.
                self = .none
                addresses.insert(address)
                self = .many(addresses)
            }
        }

        mutating func remove(_ address: IPAddress) {
            switch self {
            case .none: break
            case .one: self = .none
            case .many(var addresses):
                self = .none
                addresses.remove(address)
                if addresses.count == 1, let last = addresses.first {
                    self = .one(last)
                } else {
                    self = .many(addresses)
                }
            }
        }
    }

    private struct Record {
        var held = Addresses.none
        var unheld = Addresses.none
        /// The number of those held that have a lease.
        var leased = 0
    }

    private var records: [Hostname: Record] = [:]

    /// Returns the number of addresses of a hostname.
    func count(of hostname: Hostname) -> Int {
        records[hostname].map { $0.held.count + $0.unheld.count } ?? 0
    }

    /// The addresses of a hostname.
    func addresses(of hostname: Hostname) -> [IPAddress] {
        records[hostname].map { $0.held.all + $0.unheld.all } ?? []
    }

    /// Returns the number of addresses of a hostname that an instance holds under a lease.
    func leasedCount(of hostname: Hostname) -> Int {
        records[hostname]?.leased ?? 0
    }

    /// Returns the number of addresses of a hostname that an instance holds.
    func heldCount(of hostname: Hostname) -> Int {
        records[hostname]?.held.count ?? 0
    }

    /// One of the addresses of a hostname that an instance holds.
    func anyHeld(of hostname: Hostname) -> IPAddress? {
        records[hostname]?.held.first
    }

    /// The addresses of a hostname that an instance holds.
    func held(of hostname: Hostname) -> [IPAddress] {
        records[hostname]?.held.all ?? []
    }

    mutating func insert(_ entry: Entry) {
        let address = entry.registration.address
        let hostname = entry.registration.hostname
        guard entry.holder != nil else {
            records[hostname, default: Record()].unheld.insert(address)
            return
        }
        records[hostname, default: Record()].held.insert(address)
        if entry.lease != nil { records.modify(hostname) { $0.leased += 1 } }
    }

    mutating func remove(_ entry: Entry) {
        guard let index = records.index(forKey: entry.registration.hostname) else { return }
        if entry.holder == nil {
            records.values[index].unheld.remove(entry.registration.address)
        } else {
            records.values[index].held.remove(entry.registration.address)
            if entry.lease != nil { records.values[index].leased -= 1 }
        }
        let record = records.values[index]
        if record.held.count + record.unheld.count == 0 { records.remove(at: index) }
    }
}
