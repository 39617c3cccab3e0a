package import DockerNetwork

/// What an emitter announces.
package struct EmitSettings: Hashable, Sendable {
    /// The names; empty: the machine's.
    package var hostnames: [Hostname]
    /// Where to find the address, at least one entry; nil: nobody said.
    package var addresses: [AddressChoice]?
    /// Where `addresses` were said, for errors; nil: nobody said.
    package var addressesSource: String?
    /// How long an `up` of `run` holds; nil: nobody said, and `Lease.usual` counts.
    package var lease: Lease?

    /// Nothing said.
    package init() {
        hostnames = []
    }

    /// Where an address is looked for when nobody said where.
    package static let defaultAddresses: [AddressChoice] = [
        .interface("eth*"), .route, .interface("docker0"),
    ]

    /// Where the configuration of 2014 looks for one: the host's own bridge comes first.
    static let legacyAddresses: [AddressChoice] = [
        .interface("docker0"), .interface("eth0"), .route,
    ]
}
