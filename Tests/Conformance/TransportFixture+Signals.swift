import DockerNetwork
import Testing

extension TransportFixture {
    func checkCarriesReceipts() async throws {
        let host = try await host()
        let asking = try await emitter(hearsReceipts: true)
        let other = try await emitter(hearsReceipts: true)
        try await asking.deliver(Self.publications(2, wantsReceipt: true))
        try await other.deliver(Self.publications(1, from: 3, wantsReceipt: true))
        let deliveries = try await host.collect(3).sorted { $0.sequence ?? 0 < $1.sequence ?? 0 }
        let addresses = try deliveries.map { try #require($0.replyAddress) }
        let applied = Receipt(hostName: "one", outcome: .applied)
        let refused = Receipt(hostName: "one", outcome: .refused("the name 'web' is reserved, ü"))
        try await host.settle(
            [], sending: [(refused, to: addresses[1]), (applied, to: addresses[0])])
        try await host.settle([], sending: [(applied, to: addresses[2])])
        #expect(try await asking.signal() == .receipt(refused, messageID: "message-2"))
        #expect(try await asking.signal() == .receipt(applied, messageID: "message-1"))
        #expect(try await other.signal() == .receipt(applied, messageID: "message-3"))
        for receipt in [
            Receipt(hostName: "one", outcome: .applied, evidence: .resolves, remark: "also, ü"),
            Receipt(hostName: "one", outcome: .applied, evidence: .written),
            Receipt(hostName: "one", outcome: .pending("the disk is full")),
            Receipt(hostName: "one", outcome: .unmet("another line wins: 10.0.0.9")),
        ] {
            try await host.settle([], sending: [(receipt, to: addresses[2])])
            #expect(try await other.signal() == .receipt(receipt, messageID: "message-3"))
        }
        await host.close()
        await asking.close()
        await other.close()
    }

    func checkForgivesGoneEmitters() async throws {
        let host = try await host()
        let gone = try await emitter(hearsReceipts: true)
        try await gone.deliver(Self.publications(1, wantsReceipt: true))
        let address = try #require(try await host.collect(1).first?.replyAddress)
        await gone.close()
        let receipt = Receipt(hostName: "one", outcome: .applied)
        try await host.settle([], sending: [(receipt, to: address)])
        let emitter = try await emitter(hearsReceipts: true)
        try await emitter.deliver(Self.publications(1, from: 2, wantsReceipt: true))
        let second = try #require(try await host.collect(1).first?.replyAddress)
        try await host.settle([], sending: [(receipt, to: second)])
        #expect(try await emitter.signal() == .receipt(receipt, messageID: "message-2"))
        await host.close()
        await emitter.close()
    }

    func checkCarriesResync() async throws {
        let host = try await host()
        let emitters = [
            try await emitter(hearsResync: true), try await emitter(hearsResync: true),
        ]
        for _ in 0..<2 {
            try await host.requestResync()
            for emitter in emitters { #expect(try await emitter.signal() == .resync) }
        }
        await host.close()
        for emitter in emitters { await emitter.close() }
    }
}
