@testable import DockerNetwork

/// A registry and a clock.
struct Host {
    var registry: Registry
    var moment = Moment(elapsed: .seconds(1), unixMilliseconds: 1_000_000)

    init(_ policy: Policy = Policy()) {
        registry = Registry(policy: policy)
    }

    var table: Set<Registration> { Set(registry.table.map(\.registration)) }

    @discardableResult
    mutating func hear(
        _ announcement: Announcement, messageID: String? = nil, user: String? = nil,
        from transport: Int = 0
    ) -> Verdict {
        registry.apply(
            announcement, messageID: messageID, user: user,
            from: TransportID(rawValue: transport), at: moment)
    }

    /// Lets time pass while the service hears over some transports.
    mutating func wait(_ duration: Duration, hearing: [Int] = [0, 1]) {
        moment.elapsed += duration
        moment.unixMilliseconds += duration.components.seconds * 1000
        for transport in hearing {
            registry.advance(TransportID(rawValue: transport), to: moment.elapsed)
        }
        if hearing.count == 2 { registry.advance(nil, to: moment.elapsed) }
    }
}

/// A registration of texts that are known to be valid.
func registration(_ name: String, _ address: String) -> Registration {
    guard let address = IPAddress(address), let hostname = try? Hostname(name, in: .docker),
        let registration = try? Registration(hostname: hostname, address: address)
    else { fatalError("the test names no valid registration: \(name) \(address)") }
    return registration
}
