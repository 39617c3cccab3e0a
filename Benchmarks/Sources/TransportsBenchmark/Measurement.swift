import DockerNetwork
import Glibc
import Measuring

/// One round over one transport: first single announcements, then many, then none.
struct Measurement {
    private static let singles = 50
    private static let many = 2_000
    private static let portion = 100
    private static let idleTime = Duration.seconds(5)

    private let subject: Subject

    init(_ subject: Subject) {
        self.subject = subject
    }

    /// Returns the round's figures; the single ones are medians.
    func run() async throws -> [Figure] {
        let host = try await subject.host.openSubscription(
            SubscriptionOptions(hostName: "benchmark", domain: .docker))
        let emitter = try await subject.emitter.openPublisher(PublisherOptions())
        var figures = try await measureSingles(host, emitter)
        figures += try await measureMany(host, emitter)
        figures.append(try await measureIdle(host))
        await emitter.close()
        await host.close()
        return figures
    }

    private func figure(_ kind: Figure.Kind, _ value: Double) -> Figure {
        Figure(subject: subject.name, kind: kind, value: value)
    }

    private func measureSingles(
        _ host: any Subscription, _ emitter: any Publisher
    ) async throws -> [Figure] {
        var outcomes: [Double] = []
        var arrivals: [Double] = []
        for number in 1...Self.singles {
            async let batch = Self.receive(1, from: host)
            let start = ContinuousClock.now
            guard try await emitter.publish([Self.sample(number)]) == [.routed] else {
                throw BenchmarkError("nobody hears")
            }
            outcomes.append(start.duration(to: .now) / .milliseconds(1))
            arrivals.append(start.duration(to: try await batch) / .milliseconds(1))
        }
        return [
            figure(.publish, outcomes.sorted()[Self.singles / 2]),
            figure(.arrival, arrivals.sorted()[Self.singles / 2]),
        ]
    }

    private func measureMany(
        _ host: any Subscription, _ emitter: any Publisher
    ) async throws -> [Figure] {
        let publications = try (1...Self.many).map { try Self.sample($0) }
        let start = ContinuousClock.now
        async let end = Self.receive(Self.many, from: host)
        for first in stride(from: 0, to: Self.many, by: Self.portion) {
            _ = try await emitter.publish(Array(publications[first..<first + Self.portion]))
        }
        let published = start.duration(to: .now) / .seconds(1)
        let received = start.duration(to: try await end) / .seconds(1)
        return [
            figure(.published, Double(Self.many) / published),
            figure(.received, Double(Self.many) / received),
        ]
    }

    /// What the host's side uses while nothing is announced; HTTP's pace has slowed down by then.
    private func measureIdle(_ host: any Subscription) async throws -> Figure {
        let waiting = Task { try? await host.nextBatch(limit: 1) }
        try await Task.sleep(for: .seconds(2))
        let before = Self.processorTime()
        try await Task.sleep(for: Self.idleTime)
        let used = Self.processorTime() - before
        waiting.cancel()
        _ = await waiting.value
        return figure(.idle, 100 * used / (Self.idleTime / .seconds(1)))
    }

    /// Takes so many announcements, acknowledges each batch, and returns when the last batch came;
    /// of several, when it was acknowledged.
    @concurrent private static func receive(
        _ count: Int, from host: any Subscription
    ) async throws -> ContinuousClock.Instant {
        var left = count
        var arrival = ContinuousClock.now
        while left > 0 {
            let batch = try await host.nextBatch(limit: 1_000)
            arrival = .now
            try await host.settle(batch.map(\.token), sending: [])
            left -= batch.count
        }
        return count == 1 ? arrival : .now
    }

    private static func sample(_ number: Int) throws -> Publication {
        let address = IPAddress.v4(IPv4Address(rawValue: 0x0A00_0001 + UInt32(number)))
        let registration = try Registration(
            hostname: Hostname("web-\(number)", in: .docker), address: address)
        return Publication(
            Announcement(.up, registration, lease: Lease(seconds: 60)),
            messageID: "benchmark-\(number)", sentAt: 1_700_000_000_000)
    }

    /// Seconds of processor time, of this process.
    private static func processorTime() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return [usage.ru_utime, usage.ru_stime].reduce(0) {
            $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1_000_000
        }
    }
}
