import DockerNetwork
import DockerNetworkConformance
import Foundation
import SpoolTransport
import Testing

struct SpoolTransportTests {
    static let subject = TransportConformance(
        name: "spool", capabilities: [.durable, .fanout], canInject: true
    ) {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "spool-transport-\(UUID().uuidString)")
        let transport = SpoolTransport(path: folder.path)
        return TransportFixture(
            transport, inject: { try inject($0, into: folder) },
            tearDown: { try? FileManager.default.removeItem(at: folder) })
    }

    @Test(arguments: TransportConformance.rows([subject]))
    func conforms(_ row: TransportConformance.Row) async throws {
        try await row.run()
    }

    @Test(arguments: ["", ".", "..", "../elsewhere", "a/b", ".hidden"])
    func refusesNamesThatLeadElsewhere(name: String) async throws {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "spool-transport-\(UUID().uuidString)").path
        let options = SubscriptionOptions(hostName: name, domain: .docker)
        let error = await #expect(throws: TransportError.self) {
            try await SpoolTransport(path: path).openSubscription(options)
        }
        #expect(error?.code == .configuration)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    /// Writes a body as somebody's script might, into every host's folder.
    private static func inject(_ body: [UInt8], into folder: URL) throws {
        let data = Data(#"{"body": "\#(Data(body).base64EncodedString())"}"#.utf8)
        let name =
            "\(Int64(Date.now.timeIntervalSince1970 * 1_000_000) + 1_000_000_000_000_000_000)"
        for host in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            try data.write(to: folder.appending(path: "\(host)/\(name)"), options: .atomic)
        }
    }
}
