import DockerNetwork

/// The contents of a zone at a name with several addresses, an IPv6 address, or names below it.
final class ZoneRecords: Sendable {
    /// The IPv4 addresses, in the order in which they came.
    let v4: [IPv4Address]
    /// The IPv6 addresses, in the order in which they came.
    let v6: [IPv6Address]
    /// The number of names directly below: `web.shop` is below `shop`.
    let children: Int

    init(v4: [IPv4Address] = [], v6: [IPv6Address] = [], children: Int = 0) {
        self.v4 = v4
        self.v6 = v6
        self.children = children
    }
}
