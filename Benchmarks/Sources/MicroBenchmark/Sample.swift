import DockerNetwork
import Measuring

/// Names, addresses and instances, the same in every run.
enum Sample {
    /// When all of it arrives.
    static let moment = Moment(elapsed: .seconds(1), unixMilliseconds: started)

    /// Room for more than the table has.
    static let policy = Policy(namesInAll: 200_000)

    private static let started: Int64 = 1_700_000_000_000

    /// One announcement each of so many instances.
    static func announcements(
        _ count: Int, kind: Announcement.Kind = .up, turn: Int = 0, sequence: Int64 = 1
    ) throws -> [Announcement] {
        try (0..<count).map { number in
            let address = IPAddress.v4(
                IPv4Address(rawValue: UInt32(10 + turn) << 24 | UInt32(number + 1)))
            let registration = try Registration(
                hostname: Hostname("host-\(number)", in: .docker), address: address)
            let instance = InstanceID(rawValue: UInt128(number + 1) << 64 | 0x4000_8000)
            return Announcement(
                kind, registration,
                origin: Origin(instance: instance, started: started, sequence: sequence),
                lease: kind == .up ? Lease(seconds: 30) : nil)
        }
    }

    /// Where the names of a crowd are.
    enum Place {
        case elsewhere
        case sameAddress
        case sameHostname
    }

    /// Room for a crowd at one address and under one hostname.
    static let crowdedPolicy = Policy(
        conflicts: .all, namesInAll: 200_000, addressesPerHostname: 200_000,
        hostnamesPerAddress: 200_000)

    /// One announcement each of so many instances, at one address or under one hostname.
    static func crowd(
        _ count: Int, _ place: Place, isLater: Bool = false
    ) throws -> [Announcement] {
        try (0..<count).map { number in
            let unique = UInt32(isLater ? 1 << 20 : 0) + UInt32(number + 1)
            let own = IPAddress.v4(IPv4Address(rawValue: UInt32(20) << 24 | unique))
            let shared = IPAddress.v4(IPv4Address(rawValue: UInt32(30) << 24 | 1))
            let registration = try Registration(
                hostname: Hostname(place == .sameHostname ? "web" : "host-\(unique)", in: .docker),
                address: place == .sameAddress ? shared : own)
            let origin = Origin(
                instance: InstanceID(rawValue: UInt128(unique) << 64 | 0x4000_8000),
                started: started - (isLater ? 0 : 1), sequence: 1)
            return Announcement(
                .up, registration, origin: origin, lease: Lease(seconds: 30))
        }
    }

    /// A registry in which so many of them hold.
    static func registry(_ count: Int) throws -> Registry {
        var registry = Registry(policy: policy)
        for announcement in try announcements(count) {
            _ = registry.apply(announcement, from: TransportID(rawValue: 0), at: moment)
        }
        guard registry.table.count == count else {
            throw BenchmarkError("the registry holds \(registry.table.count) of \(count) names")
        }
        _ = registry.takeChanges()
        return registry
    }
}
