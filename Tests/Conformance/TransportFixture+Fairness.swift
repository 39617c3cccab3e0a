import DockerNetwork
import Logging
import Testing

extension TransportFixture {
    /// So many are ahead of whoever comes late; fewer than any transport looks ahead.
    private static let flood = 800

    func checkServesInstancesInTurns() async throws {
        let host = try await host()
        let emitter = try await emitter()
        try await expectOvertaking(host) {
            try await emitter.deliver(Self.publications(Self.flood))
            try await emitter.deliver(Self.publications(1, from: 4711))
        }
        await emitter.close()
        await host.close()
    }

    func checkServesSendersInTurns() async throws {
        let other = try #require(other)
        let host = try await host()
        let loud = try await emitter()
        let quiet = try await other.openPublisher(PublisherOptions())
        try await expectOvertaking(host) {
            try await loud.deliver(
                (1...Self.flood).map { number in
                    Publication(
                        try Self.announcement(number), messageID: "message-\(number)", sentAt: 0)
                })
            try await quiet.deliver(Self.publications(1, from: 4711))
        }
        await loud.close()
        await quiet.close()
        await host.close()
    }

    /// Expects the one that came last long before the end, and each of the others once.
    ///
    /// A busy broker may hand out the last one late, long after it took it, but not each time.
    private func expectOvertaking(
        _ host: any Subscription, deliver: () async throws -> Void
    ) async throws {
        var places: [Int] = []
        for _ in 1...5 {
            try await deliver()
            let sequences = try await host.collect(Self.flood + 1, limit: 10).map(\.sequence)
            #expect(Set(sequences).count == Self.flood + 1)
            places.append(try #require(sequences.firstIndex(of: 4711)))
            if let place = places.last, place < Self.flood / 2 { return }
        }
        Issue.record("it came after so many others: \(places)")
    }

    func checkTellsDepartures() async throws {
        let host = try await host()
        let emitter = try await emitter()
        try await emitter.deliver(Self.publications(50))
        await emitter.close()
        let deliveries = try await within("the end of the emitter") {
            var all: [Delivery] = []
            while all.last?.content != .left { all += try await host.nextBatch(limit: 10) }
            return all
        }
        let client = try #require(deliveries.last?.client)
        #expect(deliveries.count >= 51)
        #expect(deliveries.allSatisfy { $0.client == client })
        await host.close()
    }

    /// A host service whose sink cannot be written, and then can.
    func checkSendsOneReceipt() async throws {
        let sink = GatedSink()
        let service = HostService(
            HostConfiguration(hostName: "one", domain: Self.domain), transports: [transport],
            sinks: [SinkBinding(sink)],
            logger: Logger(label: "quiet") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { try await service.run() }
        defer { running.cancel() }
        let emitter = try await heardEmitter()
        let instance = InstanceID.random()
        try await emitter.deliver(Self.publications(200, wantsReceipt: true, instance: instance))
        // The same instance's, so that the host has all of those once it has this.
        let last = Announcement(
            .up, try Self.registration("last"),
            origin: Origin(instance: instance, started: 1_700_000_000_000, sequence: 1),
            lease: Lease(seconds: 30))
        try await emitter.deliver([
            Publication(last, messageID: "last", sentAt: 0, wantsReceipt: true)
        ])
        try await within("the host has all of it") {
            while await !sink.wasAsked(for: last.registration) {
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        await sink.open()
        var answered: Set<String> = []
        while !answered.isSuperset(of: ["message-200", "last"]) {
            guard case .receipt(let receipt, let messageID) = try await emitter.signal(),
                receipt.outcome == .applied
            else { continue }
            answered.insert(messageID)
        }
        #expect(answered.count == 2, "\(answered)")
        await emitter.close()
        running.cancel()
        _ = await running.result
    }

    /// An emitter that a host hears: whoever publishes before one listens is told so.
    private func heardEmitter() async throws -> any Publisher {
        let transport = transport
        let first = Publication(
            Announcement(.up, try Self.registration("first")), messageID: "first", sentAt: 0)
        return try await within("a host that listens") {
            while true {
                do throws(TransportError) {
                    let emitter = try await transport.openPublisher(
                        PublisherOptions(instance: .random(), hearsReceipts: true))
                    if try await emitter.publish([first]) == [.routed] { return emitter }
                    await emitter.close()
                } catch {
                    guard error.isTransient else { throw error }
                }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    private static func registration(_ name: String) throws -> Registration {
        let address = try #require(IPAddress("172.17.0.3"))
        return try Registration(hostname: Hostname(name, in: domain), address: address)
    }
}

/// A sink that cannot be written until it is told that it can.
private actor GatedSink: HostsSink {
    nonisolated let name = "gated"
    private var isOpen = false
    private var table = Table()

    func contents() -> [Entry] { [] }

    func apply(_ update: SinkUpdate) throws(SinkError) {
        table = update.table
        if !isOpen { throw SinkError("it is closed") }
    }

    func open() {
        isOpen = true
    }

    func wasAsked(for registration: Registration) -> Bool {
        table[registration] != nil
    }
}
