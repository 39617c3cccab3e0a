import DockerNetwork
import DockerNetworkInMemory
import Synchronization
import Testing

/// Two networks, the first of which can be cut off.
@Suite(.timeLimit(.minutes(5))) struct FailoverTests {
    private let preferred = SwitchableTransport(InMemoryTransport(InMemoryNetwork()))
    private let other = SwitchableTransport(InMemoryTransport(InMemoryNetwork()))
    private let options = SubscriptionOptions(hostName: "gate", domain: .docker)

    private func joined() throws -> any Transport {
        try #require(FailoverTransport.joining([preferred, other], logger: .quiet))
    }

    @Test func oneTransportStaysItself() throws {
        let only = InMemoryTransport(InMemoryNetwork())
        #expect(FailoverTransport.joining([only], logger: .quiet) is InMemoryTransport)
        #expect(FailoverTransport.joining([], logger: .quiet) == nil)
    }

    @Test func thePreferredIsUsedWhereItCanBe() async throws {
        let transport = try joined()
        let subscription = try await preferred.openSubscription(options)
        let publisher = try await transport.openPublisher(PublisherOptions())
        #expect(try await publisher.publish([.sample]) == [.routed])
        await publisher.close()
        await subscription.close()
    }

    @Test func theNextIsUsedWhereThePreferredCannotBe() async throws {
        preferred.isCut.withLock { $0 = true }
        let transport = try joined()
        let subscription = try await other.openSubscription(options)
        let publisher = try await transport.openPublisher(PublisherOptions())
        #expect(try await publisher.publish([.sample]) == [.routed])
        await publisher.close()
        await subscription.close()
    }

    @Test func noneAtAllIsOneErrorAboutAllOfThem() async throws {
        preferred.isCut.withLock { $0 = true }
        other.isCut.withLock { $0 = true }
        let transport = try joined()
        await #expect(throws: TransportError(.unreachable, "cut off; cut off")) {
            _ = try await transport.openPublisher(PublisherOptions())
        }
    }

    @Test func aPreferredTransportThatIsBackSupersedesAndMissesNothing() async throws {
        preferred.isCut.withLock { $0 = true }
        let transport = try joined()
        let fallback = try await transport.openSubscription(options)
        async let end = Self.end(of: fallback)
        preferred.isCut.withLock { $0 = false }
        #expect(await end?.code == .superseded)
        await fallback.close()
        // What is announced before the host connects again finds its queue open already.
        let publisher = try await preferred.openPublisher(PublisherOptions())
        #expect(try await publisher.publish([.sample]) == [.routed])
        let better = try await transport.openSubscription(options)
        #expect(try await better.nextBatch(limit: 10).count == 1)
        await better.close()
        await publisher.close()
    }

    @Test func anEmitterMovesBackToo() async throws {
        preferred.isCut.withLock { $0 = true }
        let transport = try joined()
        let fallback = try await transport.openPublisher(PublisherOptions(instance: .random()))
        preferred.isCut.withLock { $0 = false }
        await #expect(throws: TransportError.self) { _ = try await fallback.nextSignal() }
        do {
            _ = try await fallback.publish([.sample])
            Issue.record("a connection that has ended takes announcements")
        } catch {
            #expect(error.code == .superseded)
        }
    }

    private static func end(of subscription: any Subscription) async -> TransportError? {
        do {
            while true { _ = try await subscription.nextBatch(limit: 1) }
        } catch {
            return error
        }
    }
}

extension Publication {
    /// One announcement, of nobody.
    static var sample: Self {
        Self(
            Announcement(.up, registration("web", "10.0.0.1")),
            messageID: InstanceID.random().description, sentAt: 0)
    }
}
