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
