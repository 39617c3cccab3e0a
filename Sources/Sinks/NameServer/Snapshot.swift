import DockerNetwork

/// The state that answers depend on, at one moment.
struct Snapshot: Sendable {
    /// The registered names.
    var zone: Zone
    /// The serial of the zone (RFC 1035 section 3.3.13): it grows with each publication, and over restarts
    /// since it is the time where that is later.
    var serial: UInt32
    /// The servers for other names; none: those are refused.
    var upstreams: [ServerAddress] = []
    /// The networks that this machine is on.
    var localNetworks: [Network] = []

    /// The network of this machine that a client is on.
    func localNetwork(of client: IPAddress) -> Network? {
        localNetworks.first { $0.contains(client) }
    }
}
