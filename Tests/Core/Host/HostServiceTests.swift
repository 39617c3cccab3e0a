import DockerNetwork
import DockerNetworkInMemory
import Logging
import ServiceLifecycle
import Testing

/// The host service, emitters and one-shots together, over the in-memory transport.
@Suite(.timeLimit(.minutes(5))) struct HostServiceTests {
    private let network = InMemoryNetwork()
    let web = registration("web", "10.0.0.1")
    let database = registration("db", "10.0.0.2")

    private var transport: InMemoryTransport { InMemoryTransport(network) }

    /// Runs a host service beside a body, and ends it gracefully after it.
    func withHost(
        named name: String = "gate", policy: Policy = Policy(), sinks: [SinkBinding],
        transports: [any Transport]? = nil, _ body: () async throws -> Void
    ) async throws {
        let (ready, continuation) = AsyncStream.makeStream(of: Void.self)
        let service = HostService(
            HostConfiguration(
                hostName: name, policy: policy, onReady: { continuation.finish() }),
            transports: transports ?? [transport], sinks: sinks, logger: .quiet)
        let group = ServiceGroup(services: [service], logger: .quiet)
        async let running: Void = group.run()
        for await _ in ready {}
        try await body()
        await group.triggerGracefulShutdown()
        try await running
    }

    func announce(
        _ kind: Announcement.Kind, _ registrations: Registration..., receipts: Bool = true
    ) async throws {
        try await OneShot(
            transport: transport, receiptTimeout: receipts ? .seconds(30) : nil
        ).announce(registrations.map { Announcement(kind, $0) })
    }

    @Test func whatIsAnnouncedIsWrittenWhenTheReceiptComes() async throws {
        let sink = MemorySink()
        try await withHost(sinks: [SinkBinding(sink)]) {
            try await announce(.up, web, database)
            #expect(await sink.table.sorted().map(\.registration) == [database, web])
            try await announce(.down, web)
            #expect(await sink.table.sorted().map(\.registration) == [database])
        }
        #expect(await sink.table.sorted().map(\.registration) == [database])
    }

    @Test func aRefusalIsAnsweredWithItsReason() async throws {
        let policy = Policy(reservedNames: [.any])
        try await withHost(policy: policy, sinks: [SinkBinding(MemorySink())]) {
            do {
                try await announce(.up, web)
                Issue.record("a reserved name was taken")
            } catch OneShot.Failure.refused(let refused) {
                #expect(refused.map(\.registration) == [web])
                #expect(refused.first?.hostName == "gate")
                #expect(refused.first?.reason == Refusal.nameReserved.description)
            }
        }
    }

    @Test func oneHostThatAppliesOutweighsOneThatRefuses() async throws {
        let sink = MemorySink()
        try await withHost(named: "strict", policy: Policy(reservedNames: [.any]), sinks: []) {
            try await withHost(named: "open", sinks: [SinkBinding(sink)]) {
                try await announce(.up, web)
                #expect(await sink.table.count == 1)
            }
        }
    }

    @Test func nobodyListeningIsToldAfterTheTimeAsked() async throws {
        let oneShot = OneShot(
            transport: transport, noHostTimeout: .milliseconds(100), receiptTimeout: nil)
        do {
            try await oneShot.announce([Announcement(.up, web)])
            Issue.record("nobody listens, yet it was announced")
        } catch OneShot.Failure.transport(let error) {
            #expect(error.code == .noHost)
        } catch {
            Issue.record(error)
        }
    }

    @Test func aReceiptThatNeverComesTimesOut() async throws {
        let sink = MemorySink()
        await sink.fail(SinkError("disk full"))
        try await withHost(sinks: [SinkBinding(sink)]) {
            let oneShot = OneShot(transport: transport, receiptTimeout: .milliseconds(200))
            do {
                try await oneShot.announce([Announcement(.up, web)])
                Issue.record("the sink failed, yet the receipt came")
            } catch OneShot.Failure.transport(let error) {
                #expect(error.code == .timedOut)
            } catch {
                Issue.record(error)
            }
        }
    }

    @Test func anEndAmidMuchWorkIsSoon() async throws {
        let sink = MemorySink(changeLimit: 1, delay: .milliseconds(10))
        let announcements = (0..<2_000).map { number in
            Announcement(
                .up, registration("name-\(number)", "10.0.0.1"), lease: Lease(seconds: 600))
        }
        try await withHost(sinks: [SinkBinding(sink)]) {
            try await OneShot(transport: transport, receiptTimeout: nil).announce(announcements)
        }
        // It writes for five seconds more at most: some hundred of these.
        #expect(await sink.writes < announcements.count)
    }

    @Test func aSinkThatFailsIsMadeEqualLaterAndHoldsUpNoOther() async throws {
        let failing = MemorySink()
        let other = MemorySink()
        await failing.fail(SinkError("disk full"))
        try await withHost(sinks: [SinkBinding(failing), SinkBinding(other, isRequired: false)]) {
            try await announce(.up, web, receipts: false)
            await other.waitFor(web)
            try await announce(.up, database, receipts: false)
            try await announce(.down, web, receipts: false)
            await other.waitFor(database)
            await failing.fail(nil)
            await failing.waitFor(database)
        }
    }

    @Test func whatIsNotAcknowledgedComesAgain() async throws {
        let sink = MemorySink()
        await sink.fail(SinkError("disk full"))
        try await withHost(sinks: [SinkBinding(sink)]) {
            try await announce(.up, web, receipts: false)
        }
        // The service ended before its sink held the name: the next one must get it again.
        await sink.fail(nil)
        try await withHost(sinks: [SinkBinding(sink)]) { await sink.waitFor(web) }
    }

    @Test func anEmitterAnnouncesRenewsAndWithdraws() async throws {
        let sink = MemorySink()
        let lease = try #require(Lease(seconds: 1))
        try await withHost(sinks: [SinkBinding(sink)]) {
            let emitter = Emitter(
                EmitterConfiguration(registrations: [web, database], lease: lease),
                transport: transport, logger: .quiet)
            let group = ServiceGroup(services: [emitter], logger: .quiet)
            async let running: Void = group.run()
            await sink.waitFor(web, database)
            let writes = await sink.writes
            // Twice the lease: without renewals the names would be gone.
            try await Task.sleep(for: .seconds(2))
            #expect(await sink.table.count == 2)
            #expect(await sink.writes == writes)
            await group.triggerGracefulShutdown()
            try await running
            await sink.waitFor()
        }
    }

    @Test func aCrashedEmittersNameEndsWithItsLease() async throws {
        let sink = MemorySink()
        let lease = try #require(Lease(seconds: 1))
        try await withHost(sinks: [SinkBinding(sink)]) {
            let emitter = Emitter(
                EmitterConfiguration(registrations: [web], lease: lease), transport: transport,
                logger: .quiet)
            let running = Task { try await emitter.run() }
            await sink.waitFor(web)
            running.cancel()
            await sink.waitFor()
            try await running.value
        }
    }

    @Test func aHostThatStartsLateHearsARunningEmitterAtOnce() async throws {
        let sink = MemorySink()
        let lease = try #require(Lease(seconds: 3600))
        // A first host makes the emitter believe that all is well.
        try await withHost(named: "other", sinks: []) {
            let emitter = Emitter(
                EmitterConfiguration(registrations: [web], lease: lease), transport: transport,
                logger: .quiet)
            let running = Task { try await emitter.run() }
            try await withHost(named: "late", sinks: [SinkBinding(sink)]) {
                await sink.waitFor(web)
            }
            running.cancel()
            try await running.value
        }
    }

    @Test func anEmitterTellsThatAllIsApplied() async throws {
        let (events, continuation) = AsyncStream.makeStream(of: EmitterConfiguration.Event.self)
        let all = [web, registration("database", "10.0.0.2")]
        try await withHost(sinks: [SinkBinding(MemorySink())]) {
            let emitter = Emitter(
                EmitterConfiguration(
                    registrations: all, lease: try #require(Lease(seconds: 60)),
                    onEvent: { continuation.yield($0) }),
                transport: transport, logger: .quiet)
            let running = Task { try await emitter.run() }
            defer { running.cancel() }
            let applied = await events.first { $0 != .announced }
            guard case .applied(all, hostName: "gate", _) = applied else {
                Issue.record("\(String(describing: applied))")
                return
            }
        }
    }

    @Test func aRefusedEmitterSaysSoOnceAndTriesAgain() async throws {
        let (events, continuation) = AsyncStream.makeStream(of: EmitterConfiguration.Event.self)
        let policy = Policy(reservedNames: [.any])
        try await withHost(policy: policy, sinks: []) {
            let emitter = Emitter(
                EmitterConfiguration(
                    registrations: [web], lease: try #require(Lease(seconds: 1)),
                    onEvent: { continuation.yield($0) }),
                transport: transport, logger: .quiet)
            let running = Task { try await emitter.run() }
            let expected = EmitterConfiguration.Event.refused(
                web, hostName: "gate", reason: Refusal.nameReserved.description)
            for await event in events where event == expected { break }
            running.cancel()
            try await running.value
        }
    }

    @Test func aNameInUseIsTriedAgainUntilItIsFree() async throws {
        let sink = MemorySink()
        let taken = try await transport.openSubscription(
            SubscriptionOptions(hostName: "gate", domain: .docker))
        async let done: Void = withHost(sinks: [SinkBinding(sink)]) {
            try await announce(.up, web)
        }
        await taken.close()
        try await done
        #expect(await sink.table.count == 1)
    }
}

extension Logger {
    /// A logger for tests whose subject is not the log.
    static var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
