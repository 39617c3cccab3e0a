import BenchmarkLab
import DockerNetwork
import Glibc
import Measuring

/// Publishes many announcements over one connection, each name by an instance of its own where it has one.
struct Announcer {
    private let publisher: any Publisher
    private let started = Self.now()
    /// As many at a time, so that the broker's answers are waited for together.
    private static let portion = 500

    /// Connects to a virtual host.
    init(_ lab: Lab, _ virtualHost: String) async throws {
        publisher = try await lab.broker.amqp("emitter", virtualHost: virtualHost)
            .openPublisher(PublisherOptions())
    }

    /// Announces for as long as nobody withdraws them, as a one-shot does.
    func announce(_ names: [SampleName], _ kind: Announcement.Kind = .up) async throws {
        try await publish(try names.map { Announcement(kind, try $0.registration()) })
    }

    /// Announces or renews, each name by an instance of its own.
    func renew(_ names: [(number: Int, name: SampleName)], sequence: Int64) async throws {
        try await publish(
            try names.map { number, name in
                let origin = Origin(
                    instance: InstanceID(rawValue: UInt128(number + 1) << 64 | UInt128(number)),
                    started: started, sequence: sequence)
                return Announcement(
                    .up, try name.registration(), origin: origin, lease: Lease(seconds: 30))
            })
    }

    func close() async { await publisher.close() }

    private func publish(_ announcements: [Announcement]) async throws {
        let now = Self.now()
        for start in stride(from: 0, to: announcements.count, by: Self.portion) {
            let portion = announcements[start..<min(start + Self.portion, announcements.count)]
            let outcomes = try await publisher.publish(
                portion.map {
                    Publication(
                        $0, messageID: InstanceID.random().description, sentAt: now)
                })
            guard outcomes.allSatisfy({ $0 == .routed }) else {
                throw BenchmarkError("nobody hears")
            }
        }
    }

    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
