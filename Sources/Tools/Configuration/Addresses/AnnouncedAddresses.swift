package import DockerNetwork
package import DockerNetworkProgram

/// Chooses the addresses that an emitter announces.
package struct AnnouncedAddresses: Sendable {
    /// Looks up what interfaces there are; only who names no address outright needs to know.
    private let interfaces: @Sendable () -> NetworkInterfaces.Snapshot
    /// Looks up the address that is sent from on the way to another.
    package var source: @Sendable (IPAddress) -> IPAddress?

    /// Creates one from its parts.
    package init(
        interfaces: @autoclosure @escaping @Sendable () -> NetworkInterfaces.Snapshot,
        source: @escaping @Sendable (IPAddress) -> IPAddress? = RouteSource.address
    ) {
        self.interfaces = interfaces
        self.source = source
    }

    /// Chooses the addresses: the first entry that has one gives them.
    ///
    /// Each interface that matches, or a network, gives its first IPv4 and its first IPv6 address,
    /// link-local ones left out. Addresses written out are announced together, for whoever writes
    /// two means both.
    ///
    /// - Parameters:
    ///   - choices: The entries; nil: the default ones.
    ///   - brokerHosts: The hosts of the brokers' URLs.
    ///   - announced: What is announced now. As long as one of these is there, no entry is chosen
    ///     that has none of them: a better one that comes later may be somebody else's.
    ///   - source: Where the entries were said, for the error.
    /// - Returns: At least one address.
    /// - Throws: `ToolError` (78) where no entry has one; it lists the interfaces.
    package func choose(
        _ choices: [AddressChoice]?, brokerHosts: [String], keeping announced: [IPAddress] = [],
        saidBy source: String? = nil
    ) throws(ToolError) -> [IPAddress] {
        lazy var snapshot = interfaces()
        let choices = choices ?? EmitSettings.defaultAddresses
        let literals = Self.literals(of: choices)
        let kept = announced.filter { address in
            literals.contains(address) || snapshot.assignments.contains { $0.address == address }
        }
        for choice in choices {
            let found =
                switch choice {
                case .address: literals
                case .route: sourceAddress(brokerHosts).map { [$0] } ?? []
                case .interface, .network: addresses(of: choice, in: snapshot, preferring: kept)
                }
            if kept.isEmpty, !found.isEmpty { return found }
            if found.contains(where: kept.contains) {
                return kept + found.filter { !kept.contains($0) }
            }
        }
        guard kept.isEmpty else { return kept }
        let lack = "no address for \(Self.list(choices))"
        var error = ToolError.configuration(
            source ?? "addresses",
            "\(lack); this machine has \(Self.list(snapshot)); name one of them with --address")
        // Other interfaces come and go meanwhile.
        error.cause = lack
        throw error
    }

    private func addresses(
        of choice: AddressChoice, in interfaces: NetworkInterfaces.Snapshot,
        preferring kept: [IPAddress]
    ) -> [IPAddress] {
        let candidates = interfaces.assignments.filter { candidate in
            guard !candidate.address.isLinkLocal, candidate.address.unreachableReason == nil
            else { return false }
            return switch choice {
            case .interface(let pattern): Wildcard(pattern.utf8).matches(candidate.interface)
            case .network(let network): network.contains(candidate.address)
            case .address, .route: false
            }
        }
        // A network is one place, however many interfaces lead to it.
        guard case .interface = choice else {
            return Self.firstOfEachKind(candidates.map(\.address), preferring: kept)
        }
        var found: [IPAddress] = []
        for name in interfaces.names {
            let own = candidates.filter { $0.interface == name }.map(\.address)
            found += Self.firstOfEachKind(own, preferring: kept).filter { !found.contains($0) }
        }
        return found
    }

    /// The first IPv4 and the first IPv6 address, those that are announced already before others.
    private static func firstOfEachKind(
        _ addresses: [IPAddress], preferring kept: [IPAddress]
    ) -> [IPAddress] {
        let ordered = addresses.filter(kept.contains) + addresses.filter { !kept.contains($0) }
        return [ordered.first(where: \.isIPv4), ordered.first { !$0.isIPv4 }].compactMap { $0 }
    }

    private static func literals(of choices: [AddressChoice]) -> [IPAddress] {
        var addresses: [IPAddress] = []
        for case .address(let address) in choices where !addresses.contains(address) {
            addresses.append(address)
        }
        return addresses
    }

    /// A broker's name is not resolved for this: the default route is the likeliest way to it.
    private func sourceAddress(_ brokerHosts: [String]) -> IPAddress? {
        let brokers = brokerHosts.compactMap { IPAddress($0) }
        for destination in brokers + RouteSource.elsewhere {
            guard let address = source(destination), address.unreachableReason == nil,
                !address.isLinkLocal
            else { continue }
            return address
        }
        return nil
    }

    private static func list(_ choices: [AddressChoice]) -> String {
        choices.map { Printable.quoted($0.description) }.joined(separator: ", ")
    }

    private static func list(_ interfaces: NetworkInterfaces.Snapshot) -> String {
        guard !interfaces.names.isEmpty else { return "no network interface" }
        return interfaces.names.map { name in
            let addresses = interfaces.assignments.filter { $0.interface == name }
                .map(\.address.description)
            return addresses.isEmpty
                ? "\(name) (no address)" : "\(name) (\(addresses.joined(separator: " ")))"
        }.joined(separator: ", ")
    }
}

extension IPAddress {
    /// Whether it is one of IPv4.
    package var isIPv4: Bool {
        switch self {
        case .v4: true
        case .v6: false
        }
    }

    /// Whether it means something on one link only (RFC 3927, RFC 4291 section 2.5.6).
    package var isLinkLocal: Bool {
        switch self {
        case .v4(let address): address.rawValue >> 16 == 0xA9FE
        case .v6(let address): address.rawValue >> 118 == 0xFE80 >> 6
        }
    }
}
