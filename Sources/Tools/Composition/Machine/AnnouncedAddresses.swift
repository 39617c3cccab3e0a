package import DockerNetwork

/// Chooses the addresses that an emitter announces.
package struct AnnouncedAddresses: Sendable {
    /// Looks up what interfaces there are; only who names no address outright needs to know.
    private let interfaces: @Sendable () -> NetworkInterfaces.Snapshot
    /// Looks up the address that is sent from on the way to another.
    package var source: @Sendable (IPAddress) -> IPAddress?

    /// Joins the two.
    package init(
        interfaces: @autoclosure @escaping @Sendable () -> NetworkInterfaces.Snapshot,
        source: @escaping @Sendable (IPAddress) -> IPAddress? = RouteSource.address
    ) {
        self.interfaces = interfaces
        self.source = source
    }

    /// Chooses the addresses: the first entry that has one gives them.
    ///
    /// An interface or a network gives its first IPv4 and its first IPv6 address, link-local ones
    /// left out. Addresses written out are announced together, for whoever writes two means both.
    ///
    /// - Parameters:
    ///   - choices: The entries; nil: the default ones, and where this machine has none of them,
    ///     the address that it sends from towards a broker.
    ///   - brokerHosts: The hosts of the brokers' URLs.
    /// - Returns: At least one address.
    /// - Throws: `ToolError` (78) where no entry has one; it lists the interfaces.
    package func choose(
        _ choices: [AddressChoice]?, brokerHosts: [String]
    ) throws(ToolError) -> [IPAddress] {
        lazy var snapshot = interfaces()
        for choice in choices ?? EmitSettings.defaultAddresses {
            if case .address = choice { return Self.literals(of: choices ?? []) }
            let found =
                choice == .route
                ? sourceAddress(brokerHosts).map { [$0] } ?? []
                : addresses(of: choice, in: snapshot)
            if !found.isEmpty { return found }
        }
        if choices == nil, let address = sourceAddress(brokerHosts) { return [address] }
        throw .configuration(
            "addresses",
            "no address for \(Self.list(choices ?? EmitSettings.defaultAddresses)); "
                + "this machine has \(Self.list(snapshot)); name one of them with --address")
    }

    private func addresses(
        of choice: AddressChoice, in interfaces: NetworkInterfaces.Snapshot
    ) -> [IPAddress] {
        let candidates = interfaces.assignments.filter { candidate in
            guard !candidate.address.isLinkLocal, candidate.address.unreachableReason == nil
            else { return false }
            return switch choice {
            case .interface(let name): candidate.interface == name
            case .network(let network): network.contains(candidate.address)
            case .address, .route: false
            }
        }.map(\.address)
        return [candidates.first(where: \.isIPv4), candidates.first { !$0.isIPv4 }]
            .compactMap { $0 }
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
    var isIPv4: Bool {
        switch self {
        case .v4: true
        case .v6: false
        }
    }

    /// Whether it means something on one link only (RFC 3927, RFC 4291 section 2.5.6).
    var isLinkLocal: Bool {
        switch self {
        case .v4(let address): address.rawValue >> 16 == 0xA9FE
        case .v6(let address): address.rawValue >> 118 == 0xFE80 >> 6
        }
    }
}
