package import DockerNetwork
import HashTreeCollections

/// The names and addresses that are registered under a domain.
///
/// A zone is a value: a copy costs nothing and shares its memory with the original until one of
/// them changes, and a change costs the same at ten names as at a million.
package struct Zone: Sendable {
    /// The domain of every name in it.
    package let domain: Domain
    /// The number of registrations that it holds.
    package private(set) var count = 0

    /// Every registered name, and every name above one (RFC 8020), relative to the domain.
    private var nodes: TreeDictionary<WireName, ZoneNode> = [:]
    private var namesOfV4: TreeDictionary<UInt32, AddressNames> = [:]
    private var namesOfV6: TreeDictionary<IPv6Address, AddressNames> = [:]

    /// An empty zone.
    package init(domain: Domain) {
        self.domain = domain
    }

    /// Adds a registration.
    ///
    /// - Returns: Whether it was not there yet.
    @discardableResult
    package mutating func insert(_ hostname: Hostname, _ address: IPAddress) -> Bool {
        let address = address.unmapped
        var name = WireName.of(hostname)
        if let index = nodes.index(forKey: name) {
            let (known, node) = nodes[index]
            guard !node.contains(address) else { return false }
            // One object for each name, wherever it stands.
            name = known
            nodes[name] = node.adding(address)
        } else {
            nodes[name] = ZoneNode(address)
            addToParent(of: name)
        }
        addName(name, to: address)
        count += 1
        return true
    }

    /// Removes a registration.
    ///
    /// - Returns: Whether it was there.
    @discardableResult
    package mutating func remove(_ hostname: Hostname, _ address: IPAddress) -> Bool {
        let address = address.unmapped
        let name = WireName.of(hostname)
        guard let node = nodes[name], node.contains(address) else { return false }
        if let rest = node.removing(address) {
            nodes[name] = rest
        } else {
            nodes[name] = nil
            removeFromParent(of: name)
        }
        removeName(name, from: address)
        count -= 1
        return true
    }

    /// Whether a registration is there.
    package func contains(_ hostname: Hostname, _ address: IPAddress) -> Bool {
        nodes[WireName.of(hostname)]?.contains(address.unmapped) ?? false
    }

    /// Returns the node of a name; nil: nothing is registered there or below it.
    func node(_ name: WireName) -> ZoneNode? {
        nodes[name]
    }

    /// The names that are registered at an address.
    func names(of address: IPAddress) -> AddressNames? {
        switch address {
        case .v4(let address): namesOfV4[address.rawValue]
        case .v6(let address): namesOfV6[address]
        }
    }

    private mutating func addToParent(of name: WireName) {
        var name = name
        while let parent = name.parent() {
            if let node = nodes[parent] {
                nodes[parent] = node.changingChildren(by: 1)
                return
            }
            nodes[parent] = .records(ZoneRecords(children: 1))
            name = parent
        }
    }

    private mutating func removeFromParent(of name: WireName) {
        var name = name
        while let parent = name.parent(), let node = nodes[parent] {
            let rest = node.changingChildren(by: -1)
            nodes[parent] = rest
            guard rest == nil else { return }
            name = parent
        }
    }

    private mutating func addName(_ name: WireName, to address: IPAddress) {
        switch address {
        case .v4(let address): Self.add(name, &namesOfV4[address.rawValue])
        case .v6(let address): Self.add(name, &namesOfV6[address])
        }
    }

    private mutating func removeName(_ name: WireName, from address: IPAddress) {
        switch address {
        case .v4(let address): Self.remove(name, &namesOfV4[address.rawValue])
        case .v6(let address): Self.remove(name, &namesOfV6[address])
        }
    }

    private static func add(_ name: WireName, _ names: inout AddressNames?) {
        if names == nil {
            names = .one(name)
        } else {
            names?.insert(name)
        }
    }

    private static func remove(_ name: WireName, _ names: inout AddressNames?) {
        if names?.remove(name) == false { names = nil }
    }
}
