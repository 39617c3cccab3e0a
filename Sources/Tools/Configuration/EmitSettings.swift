package import DockerNetwork

/// The settings of an emitter.
package struct EmitSettings: Hashable, Sendable {
    /// The names; empty: the machine's.
    package var hostnames: [Hostname]
    /// The places to find the address in, at least one; nil: not set.
    package var addresses: [AddressChoice]?
    /// The setting that gave `addresses`, for errors; nil: not set.
    package var addressesSource: String?
    /// The time that an `up` of `run` holds; nil: not set, and `Lease.usual` counts.
    package var lease: Lease?

    /// Creates settings without a value.
    package init() {
        hostnames = []
    }

    /// The places to find an address in unless some are set.
    package static let defaultAddresses: [AddressChoice] = [
        .interface("eth*"), .route, .interface("docker0"),
    ]

    /// The places in which the configuration of 2014 finds one: the host's own bridge comes first.
    static let legacyAddresses: [AddressChoice] = [
        .interface("docker0"), .interface("eth0"), .route,
    ]
}
