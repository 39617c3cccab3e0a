import DockerNetwork
import Testing

extension TransportFixture {
    func checkReturnsProbes() async throws {
        let host = try await host()
        let other = transport.capabilities.contains(.fanout) ? try await self.host("two") : nil
        let emitter = try await emitter()
        try await emitter.deliver(Self.publications(100))
        let probes = (1...3).map { _ in ProbeID(rawValue: .random(in: .min ... .max)) }
        for probe in probes {
            try await within("sending a probe") { try await host.sendProbe(probe) }
        }
        let deliveries = try await host.collect(103)
        #expect(deliveries.suffix(3).map(\.content) == probes.map { .probe($0) })
        try await host.settle(deliveries.map(\.token), sending: [])
        if let other {
            try await emitter.deliver(Self.publications(1))
            let others = try await other.collect(101)
            #expect(others.compactMap(\.announcement).count == 101)
            await other.close()
        }
        await host.close()
        await emitter.close()
    }
}
