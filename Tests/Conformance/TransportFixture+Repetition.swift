import DockerNetwork
import Testing

extension TransportFixture {
    func checkDeliversWhatWasAccepted() async throws {
        let host = try await host()
        let instance = InstanceID.random()
        for round in 0..<10 {
            let emitter = try await emitter()
            try await emitter.deliver(
                Self.publications(30, from: round * 30 + 1, instance: instance))
            await emitter.close()
        }
        let deliveries = try await host.collect(300)
        #expect(deliveries.map(\.sequence) == (1...300).map { Int64($0) })
        await host.close()
    }

    func checkKeepsIdentities() async throws {
        let host = try await host()
        var publication = try #require(Self.publications(1).first)
        publication.announcement.origin = nil
        // Over the same connection, and over another one: the first may have been lost unnoticed.
        let emitters = [try await emitter(), try await emitter()]
        try await emitters[0].deliver([publication, publication])
        try await emitters[1].deliver([publication])
        let deliveries = try await host.collect(3)
        #expect(deliveries.map(\.messageID) == Array(repeating: publication.messageID, count: 3))
        var registry = Registry(policy: Policy())
        let moment = Moment(elapsed: .seconds(1), unixMilliseconds: 1_700_000_000_000)
        let verdicts = deliveries.map { delivery in
            delivery.announcement.map {
                registry.apply(
                    $0, messageID: delivery.messageID, from: TransportID(rawValue: 0), at: moment)
            }
        }
        #expect(verdicts == [.changed, .ignored(.duplicate), .ignored(.duplicate)])
        try await host.settle(deliveries.map(\.token), sending: [])
        await host.close()
        for emitter in emitters { await emitter.close() }
    }

    func checkReconnects() async throws {
        for round in 1...5 {
            let host = try await host()
            let emitter = try await emitter()
            try await emitter.deliver(Self.publications(3, from: round * 10))
            let deliveries = try await host.collect(3)
            #expect(deliveries.map(\.sequence) == (0..<3).map { Int64(round * 10 + $0) })
            try await host.settle(deliveries.map(\.token), sending: [])
            // The host goes first now and then.
            if round % 2 == 0 {
                await host.close()
                await emitter.close()
            } else {
                await emitter.close()
                await host.close()
            }
        }
    }

    func checkRefusesLongIdentities() async throws {
        let host = try await host()
        let emitter = try await emitter()
        var publications = try Self.publications(3)
        publications[1].messageID = String(repeating: "x", count: 256)
        publications[2].messageID = String(repeating: "y", count: 255)
        let sent = publications
        let outcomes = try await within("the answer to a publish") {
            try await emitter.publish(sent)
        }
        try #require(outcomes.count == 3)
        #expect(outcomes[0] == .routed && outcomes[2] == .routed)
        guard case .refused = outcomes[1] else {
            Issue.record("an identity of 256 bytes was not refused: \(outcomes[1])")
            return
        }
        #expect(try await host.collect(2).map(\.sequence) == [1, 3])
        await host.close()
        await emitter.close()
    }
}
