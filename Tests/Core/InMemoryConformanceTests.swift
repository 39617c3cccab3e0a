import DockerNetwork
import DockerNetworkConformance
import DockerNetworkInMemory
import Testing

@Suite struct InMemoryConformanceTests {
    static let subject = TransportConformance(
        name: "in memory", capabilities: [.receipts, .resync, .durable, .fanout]
    ) {
        TransportFixture(InMemoryTransport(InMemoryNetwork()))
    }

    @Test(arguments: TransportConformance.rows([subject]))
    func conforms(_ row: TransportConformance.Row) async throws {
        try await row.run()
    }
}
