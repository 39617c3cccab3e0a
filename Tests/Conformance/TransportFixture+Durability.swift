import DockerNetwork
import Testing

extension TransportFixture {
    func checkDeliversAgain() async throws {
        let first = try await host()
        let emitter = try await emitter()
        try await emitter.deliver(Self.publications(20))
        let deliveries = try await first.collect(20)
        try await first.settle(deliveries.prefix(5).map(\.token), sending: [])
        await first.close()
        let second = try await host()
        let again = try await second.collect(15)
        #expect(again.map(\.sequence) == (6...20).map { Int64($0) })
        try await second.settle(again.map(\.token), sending: [])
        await second.close()
        try await expectNothingWaits(emitter)
        await emitter.close()
    }

    func checkWaitsForTheHost() async throws {
        await (try await host()).close()
        let emitter = try await emitter()
        try await emitter.deliver(Self.publications(10))
        let host = try await host()
        let deliveries = try await host.collect(10)
        #expect(deliveries.map(\.sequence) == (1...10).map { Int64($0) })
        await host.close()
        await emitter.close()
    }

    func checkAcknowledgesInAnyOrder() async throws {
        let host = try await host()
        let emitter = try await emitter()
        try await emitter.deliver(Self.publications(100))
        let tokens = try await host.collect(100).map(\.token)
        try await host.settle(
            tokens.enumerated().filter { $0.offset % 3 == 1 }.map(\.element), sending: [])
        try await host.settle([], sending: [])
        try await host.settle(
            tokens.enumerated().filter { $0.offset % 3 == 2 }.map(\.element), sending: [])
        try await host.settle(tokens.reversed(), sending: [])
        // A token twice, and one that never was, are passed over.
        try await host.settle([tokens[0], Delivery.Token(rawValue: .max)], sending: [])
        await host.close()
        try await expectNothingWaits(emitter)
        await emitter.close()
    }

    /// Expects that the first thing a host gets is what is published now.
    private func expectNothingWaits(_ emitter: any Publisher) async throws {
        let host = try await host()
        try await emitter.deliver(Self.publications(1, from: 4711))
        #expect(try await host.collect(1).first?.sequence == 4711)
        await host.close()
    }
}
