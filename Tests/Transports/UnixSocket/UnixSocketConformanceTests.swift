import DockerNetwork
import DockerNetworkConformance
import DockerNetworkInMemory
import Logging
import Testing

@testable import DockerNetworkUnixSocket

extension UnixSocketTests {
    @Suite struct Conformance {
        static let subjects = [
            TransportConformance(
                name: "Unix socket", capabilities: [.receipts, .resync], canInject: true,
                fairness: [.instances, .departures]
            ) {
                let folder = SocketFolder()
                return TransportFixture(
                    folder.transport(), user: SocketFolder.user,
                    inject: { body in
                        let client = try RawClient(folder.socket)
                        var packet = Packet(.announcement)
                        packet.body = body
                        packet.set(.number, 1)
                        try #require(client.sendLarge(packet.bytes))
                        // It has been read before the next one connects.
                        #expect(try await client.next()?.kind == .confirm)
                    })
            },
            failover("to a Unix socket", [.receipts, .resync], user: SocketFolder.user) {
                $0.transport()
            },
            failover("to memory", [.receipts, .resync, .durable, .fanout], user: nil) { _ in
                InMemoryTransport(InMemoryNetwork())
            },
        ]

        /// A transport behind one that never can be used.
        private static func failover(
            _ name: String, _ capabilities: TransportCapabilities, user: String?,
            _ other: @escaping @Sendable (SocketFolder) -> any Transport
        ) -> TransportConformance {
            TransportConformance(name: "failover \(name)", capabilities: capabilities) {
                let folder = SocketFolder()
                let useless = UnixSocketTransport(
                    UnixSocketConfiguration(path: "\(folder.path)/no/folder/there.sock"))
                let joined = FailoverTransport.joining(
                    [useless, other(folder)],
                    logger: Logger(label: "quiet") { _ in SwiftLogNoOpLogHandler() })
                return TransportFixture(
                    try #require(joined), user: user,
                    tearDown: { withExtendedLifetime(folder) {} })
            }
        }

        @Test(arguments: TransportConformance.rows(subjects))
        func conforms(_ row: TransportConformance.Row) async throws {
            try await row.run()
        }
    }
}
