import DockerNetwork

/// The contents of a zone at one name.
///
/// Nearly all names have one IPv4 address and nothing below them: those take no memory of their own.
enum ZoneNode: Sendable {
    /// One IPv4 address.
    case address(UInt32)
    /// Anything else.
    case records(ZoneRecords)

    /// A node with one address, or with a name below it only.
    init(_ address: IPAddress) {
        switch address {
        case .v4(let address): self = .address(address.rawValue)
        case .v6(let address): self = .records(ZoneRecords(v6: [address]))
        }
    }

    /// The node as records.
    var records: ZoneRecords {
        switch self {
        case .address(let address): ZoneRecords(v4: [IPv4Address(rawValue: address)])
        case .records(let records): records
        }
    }

    /// Whether there is an address, and not only a name below.
    var isRegistered: Bool {
        switch self {
        case .address: true
        case .records(let records): !records.v4.isEmpty || !records.v6.isEmpty
        }
    }

    /// Whether an address is here.
    func contains(_ address: IPAddress) -> Bool {
        switch (self, address) {
        case (.address(let own), .v4(let other)): own == other.rawValue
        case (.address, .v6): false
        case (.records(let records), .v4(let other)): records.v4.contains(other)
        case (.records(let records), .v6(let other)): records.v6.contains(other)
        }
    }

    /// The node with one more address, which it has not yet.
    func adding(_ address: IPAddress) -> ZoneNode {
        var (v4, v6) = (records.v4, records.v6)
        switch address {
        case .v4(let address): v4.append(address)
        case .v6(let address): v6.append(address)
        }
        return ZoneNode(v4, v6, children: records.children)
    }

    /// The node without an address; nil: nothing is left.
    func removing(_ address: IPAddress) -> ZoneNode? {
        var (v4, v6) = (records.v4, records.v6)
        switch address {
        case .v4(let address): v4.removeAll { $0 == address }
        case .v6(let address): v6.removeAll { $0 == address }
        }
        return v4.isEmpty && v6.isEmpty && records.children == 0
            ? nil : ZoneNode(v4, v6, children: records.children)
    }

    /// The node with so many more names directly below it; nil: nothing is left.
    func changingChildren(by difference: Int) -> ZoneNode? {
        let records = records
        let children = records.children + difference
        return records.v4.isEmpty && records.v6.isEmpty && children == 0
            ? nil : ZoneNode(records.v4, records.v6, children: children)
    }

    private init(_ v4: [IPv4Address], _ v6: [IPv6Address], children: Int) {
        if v4.count == 1, v6.isEmpty, children == 0 {
            self = .address(v4[0].rawValue)
        } else {
            self = .records(ZoneRecords(v4: v4, v6: v6, children: children))
        }
    }
}
