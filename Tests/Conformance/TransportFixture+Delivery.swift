import DockerNetwork
import Testing

extension TransportFixture {
    func checkDeliversEveryField() async throws {
        let host = try await host()
        let canAnswer = transport.capabilities.contains(.receipts)
        let emitter = try await emitter(hearsReceipts: canAnswer)
        let announcements = [
            try Self.announcement(1), try Self.announcement(2, address: "2001:db8::1"),
            try Self.announcement(Int.max, kind: .down),
        ]
        try await emitter.deliver(
            announcements.enumerated().map { index, announcement in
                Publication(
                    announcement, messageID: "id \(index) ü", sentAt: 1_700_000_000_123,
                    wantsReceipt: canAnswer)
            })
        let deliveries = try await host.collect(3)
        #expect(deliveries.map(\.announcement) == announcements)
        #expect(deliveries.map(\.messageID) == ["id 0 ü", "id 1 ü", "id 2 ü"])
        #expect(deliveries.map(\.user) == [user, user, user])
        #expect(Set(deliveries.map(\.token)).count == 3)
        #expect(deliveries.allSatisfy { ($0.replyAddress != nil) == canAnswer })
        try await host.settle(deliveries.map(\.token), sending: [])
        await host.close()
        await emitter.close()
    }

    func checkDeliversBareMessages() async throws {
        let host = try await host()
        let emitter = try await emitter()
        var up = try Self.announcement(1)
        up.origin = nil
        up.lease = nil
        var down = up
        down.kind = .down
        try await emitter.deliver([
            Publication(up, messageID: "1", sentAt: 0),
            Publication(down, messageID: "2", sentAt: 0),
        ])
        let deliveries = try await host.collect(2)
        #expect(deliveries.map(\.announcement) == [up, down])
        #expect(deliveries.allSatisfy { $0.replyAddress == nil })
        await host.close()
        await emitter.close()
    }

    func checkKeepsOrder() async throws {
        let host = try await host()
        let emitter = try await emitter()
        let instance = InstanceID.random()
        for part in 0..<5 {
            try await emitter.deliver(
                Self.publications(400, from: part * 400 + 1, instance: instance))
        }
        let deliveries = try await host.collect(2000)
        #expect(deliveries.map(\.sequence) == (1...2000).map { Int64($0) })
        await host.close()
        await emitter.close()
    }

    func checkAnswersOverlappingPublishes() async throws {
        let host = try await host()
        let emitter = try await emitter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<20 {
                let publications = try Self.publications(30 + task, from: task * 100 + 1)
                group.addTask { try await emitter.deliver(publications) }
            }
            try await group.waitForAll()
        }
        var expected: [Int64] = []
        for task in Int64(0)..<20 {
            let first = task * 100 + 1
            expected += first..<(first + 30 + task)
        }
        let deliveries = try await host.collect(expected.count)
        #expect(deliveries.compactMap(\.sequence).sorted() == expected)
        await host.close()
        await emitter.close()
    }

    func checkKeepsBatchLimit() async throws {
        let host = try await host()
        let emitter = try await emitter()
        try await emitter.deliver(Self.publications(10))
        var sequences: [Int64?] = []
        while sequences.count < 10 {
            let batch = try await within("a batch") { try await host.nextBatch(limit: 3) }
            #expect((1...3).contains(batch.count))
            sequences += batch.map(\.sequence)
        }
        #expect(sequences == (1...10).map { Int64($0) })
        await host.close()
        await emitter.close()
    }

    func checkTellsThatNobodyHears() async throws {
        // Either there is nothing to publish to, or there is and nobody is bound.
        let transport = transport
        let publications = try Self.publications(3)
        let outcomes: [PublishOutcome]? = try await within("the answer to a publish") {
            do throws(TransportError) {
                let emitter = try await transport.openPublisher(PublisherOptions())
                let outcomes: [PublishOutcome]
                do throws(TransportError) {
                    outcomes = try await emitter.publish(publications)
                } catch {
                    await emitter.close()
                    throw error
                }
                await emitter.close()
                return outcomes
            } catch  where error.code == .noHost {
                return nil
            }
        }
        if let outcomes { #expect(outcomes == [.noReceiver, .noReceiver, .noReceiver]) }
        // A host that comes makes the difference.
        let host = try await host()
        let second = try await self.emitter()
        try await second.deliver(publications)
        _ = try await host.collect(3)
        await host.close()
        await second.close()
    }

    func checkReachesEveryHost() async throws {
        let hosts = [try await host("one"), try await host("two")]
        let emitter = try await emitter()
        try await emitter.deliver(Self.publications(50))
        for host in hosts {
            let deliveries = try await host.collect(50)
            #expect(deliveries.map(\.sequence) == (1...50).map { Int64($0) })
            await host.close()
        }
        await emitter.close()
    }

    func checkRefusesBadBodies() async throws {
        let inject = try #require(inject)
        let host = try await host()
        let bodies: [[UInt8]] = [
            [], [0], Array("172.17.0.2:web".utf8), Array("172.17.0.2:web:sideways".utf8),
            Array("127.0.0.1:web:up".utf8), Array("172.17.0.2:we b:up".utf8), [0xFF, 0x3A, 0xFE],
            Array(repeating: UInt8(ascii: "a"), count: AnnouncementBody.longest + 1),
            Array(repeating: 0, count: 300_000),
        ]
        for body in bodies { try await inject(body) }
        try await inject(Array("172.17.0.2:web:up".utf8))
        let deliveries = try await host.collect(bodies.count + 1)
        for (body, delivery) in zip(bodies, deliveries) {
            var expected: WireError?
            do {
                _ = try AnnouncementBody.parse(body, in: Self.domain)
            } catch {
                expected = error
            }
            #expect(delivery.content == expected.map { .malformed($0) })
        }
        #expect(deliveries.last?.announcement != nil)
        try await host.settle(deliveries.map(\.token), sending: [])
        await host.close()
    }
}
