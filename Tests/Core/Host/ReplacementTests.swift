import DockerNetwork
import DockerNetworkInMemory
import Logging
import ServiceLifecycle
import Testing

/// A host service whose parts are replaced while it runs.
@Suite(.timeLimit(.minutes(5))) struct ReplacementTests {
    private let network = InMemoryNetwork()
    private let web = registration("web", "10.0.0.1")
    private let database = registration("db", "10.0.0.2")

    private var transport: InMemoryTransport { InMemoryTransport(network) }

    private func parts(
        _ sinks: [SinkBinding], policy: Policy = Policy(), over network: InMemoryNetwork? = nil,
        id: String = "first", onReady: @escaping @Sendable () -> Void = {}
    ) -> HostParts {
        let transport = InMemoryTransport(network ?? self.network)
        return HostParts(
            HostConfiguration(hostName: "gate", policy: policy, onReady: onReady),
            transports: [TransportBinding(transport, id: id)], sinks: sinks)
    }

    private func withHost(
        _ sinks: [SinkBinding], policy: Policy = Policy(),
        _ body: (AsyncStream<HostParts>.Continuation) async throws -> Void
    ) async throws {
        let (ready, isReady) = AsyncStream.makeStream(of: Void.self)
        let (replacements, replace) = AsyncStream.makeStream(of: HostParts.self)
        let service = HostService(
            parts(sinks, policy: policy, onReady: { isReady.finish() }), replacements: replacements,
            logger: .quiet)
        let group = ServiceGroup(services: [service], logger: .quiet)
        async let running: Void = group.run()
        for await _ in ready {}
        try await body(replace)
        await group.triggerGracefulShutdown()
        try await running
    }

    private func announce(
        _ kind: Announcement.Kind, _ registration: Registration,
        over network: InMemoryNetwork? = nil
    ) async throws {
        try await OneShot(
            transport: InMemoryTransport(network ?? self.network), receiptTimeout: .seconds(30)
        ).announce([Announcement(kind, registration)])
    }

    @Test func aSinkThatIsAddedGetsTheWholeTableAndTheOthersNoticeNothing() async throws {
        let first = MemorySink()
        let second = MemorySink()
        try await withHost([SinkBinding(first, id: "1")]) { replace in
            try await announce(.up, web)
            let writes = await first.writes
            replace.yield(parts([SinkBinding(first, id: "1"), SinkBinding(second, id: "2")]))
            await second.waitFor(web)
            #expect(await first.writes == writes)
            try await announce(.up, database)
            #expect(await first.table.count == 2)
            #expect(await second.table.count == 2)
        }
    }

    @Test func aSinkThatGoesIsCleanedOrKeptAsItWasSaid() async throws {
        let cleaned = MemorySink()
        let kept = MemorySink()
        let successor = MemorySink()
        let bindings = [
            SinkBinding(cleaned, id: "1", place: "one"),
            SinkBinding(kept, id: "2", place: "two", removal: .keep),
        ]
        try await withHost(bindings) { replace in
            try await announce(.up, web)
            replace.yield(parts([SinkBinding(successor, id: "3", place: "three")]))
            await cleaned.waitFor()
            // Names go on resolving: the new one had them before the old one was emptied.
            #expect(await successor.table.count == 1)
            #expect(await kept.table.count == 1)
            try await announce(.up, database)
            #expect(await successor.table.count == 2)
            #expect(await kept.table.count == 1)
        }
    }

    @Test func aSuccessorInTheSamePlaceTakesItOver() async throws {
        let place = MemorySink()
        let other = MemorySink()
        try await withHost([SinkBinding(place, id: "1", place: "hosts")]) { replace in
            try await announce(.up, web)
            replace.yield(
                parts([
                    SinkBinding(place, id: "1 with other settings", place: "hosts"),
                    SinkBinding(other, id: "2", place: "other"),
                ]))
            await other.waitFor(web)
            try await announce(.up, database)
            #expect(await place.fewest == 1)
        }
    }

    @Test func aNewPolicyHoldsForWhatIsThereAndForWhatComes() async throws {
        let sink = MemorySink()
        let binding = SinkBinding(sink, id: "1")
        try await withHost([binding]) { replace in
            try await announce(.up, web)
            try await announce(.up, database)
            let policy = Policy(reservedNames: [try #require(NamePattern("web"))])
            replace.yield(parts([binding], policy: policy))
            await sink.waitFor(database)
            await #expect(throws: OneShot.Failure.self) { try await announce(.up, web) }
        }
    }

    @Test func anotherTransportIsHeardAndTheTableStays() async throws {
        let sink = MemorySink()
        let binding = SinkBinding(sink, id: "1")
        let elsewhere = InMemoryNetwork()
        try await withHost([binding]) { replace in
            try await announce(.up, web)
            replace.yield(parts([binding], over: elsewhere, id: "second"))
            let oneShot = OneShot(
                transport: InMemoryTransport(elsewhere), noHostTimeout: .seconds(30),
                receiptTimeout: .seconds(30))
            try await oneShot.announce([Announcement(.up, database)])
            #expect(await sink.table.count == 2)
            // The former queue has no consumer any more: another host may have it.
            let former = try await transport.openSubscription(
                SubscriptionOptions(hostName: "gate", domain: .docker))
            await former.close()
        }
    }

    @Test func whatWaitsForASinkThatGoesIsAnswered() async throws {
        let failing = MemorySink()
        let other = MemorySink()
        let bindings = [SinkBinding(failing, id: "1", removal: .keep), SinkBinding(other, id: "2")]
        try await withHost(bindings) { replace in
            await failing.fail(SinkError("disk full"))
            async let announced: Void = announce(.up, web)
            await other.waitFor(web)
            replace.yield(parts([SinkBinding(other, id: "2")]))
            try await announced
        }
    }

    @Test func aFloodInSmallPortionsKeepsNobodyElseWaiting() async throws {
        let sink = MemorySink(changeLimit: 10)
        let policy = Policy(reservedNames: [try #require(NamePattern("fence"))])
        try await withHost([SinkBinding(sink, id: "1")], policy: policy) { _ in
            await sink.hold()
            let publisher = try await transport.openPublisher(PublisherOptions())
            var announcements = (0..<1_000).map { number in
                Announcement(
                    .up, registration("flood-\(number)", "10.1.\(number / 250).\(number % 250)"))
            }
            let origin = Origin(instance: .random(), started: 1, sequence: 1)
            announcements.append(Announcement(.up, web, origin: origin))
            _ = try await publisher.publish(
                announcements.enumerated().map {
                    Publication($1, messageID: "\($0)", sentAt: 0)
                })
            // A refusal is answered at once: by then everything before it has been heard.
            await #expect(throws: OneShot.Failure.self) {
                try await announce(.up, registration("fence", "10.9.9.9"))
            }
            await sink.release(portions: 3)
            await sink.wait { $0[web] != nil }
            #expect(await sink.table.count <= 30)
            await sink.release(portions: 1_000)
            await sink.wait { $0.count == 1_001 }
            await publisher.close()
        }
    }
}
