import DockerNetwork
import DockerNetworkConformance
import Foundation
import JSONSink
import Testing

struct JSONSinkTests {
    static let subject = SinkConformance(name: "JSON") {
        let folder = try TemporaryFolder()
        return place(folder)
    }

    @Test(arguments: SinkConformance.rows([subject]))
    func conforms(_ row: SinkConformance.Row) async throws {
        try await row.run()
    }

    @Test(arguments: [
        "", "127.0.0.1 localhost\n", "{}", #"[{"hostname": "web"}]"#,
        #"[{"address": "127.0.0.1", "hostname": "web"}]"#,
        #"[{"address": "10.0.0.1", "hostname": "we b"}]"#,
        #"[{"address": "10.0.0.1", "hostname": "web", "instance": "me"}]"#,
    ])
    func leavesSomebodyElsesFile(text: String) async throws {
        let folder = try TemporaryFolder()
        let path = folder("names.json")
        try Data(text.utf8).write(to: URL(filePath: path))
        let sink = JSONSink(path: path)
        await #expect(throws: SinkError.self) { try await sink.contents() }
        await #expect(throws: SinkError.self) {
            try await sink.apply(SinkUpdate(table: Table(), changes: nil))
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == Data(text.utf8))
    }

    /// A folder with the sink's file and a neighbour's.
    private static func place(_ folder: TemporaryFolder) -> SinkPlace {
        let path = folder("names.json")
        let neighbour = Data("somebody else's".utf8)
        return SinkPlace(
            makeSink: { JSONSink(path: path) },
            files: { try folder.state(of: path).map { [path: $0] } ?? [:] },
            obstruct: {
                // Not even root can write a file where a folder is.
                try FileManager.default.moveItem(atPath: path, toPath: folder("aside"))
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: false)
            },
            clear: {
                try FileManager.default.removeItem(atPath: path)
                try FileManager.default.moveItem(atPath: folder("aside"), toPath: path)
            },
            plantForeign: { try neighbour.write(to: URL(filePath: folder("neighbour.json"))) },
            isForeignIntact: {
                try Data(contentsOf: URL(filePath: folder("neighbour.json"))) == neighbour
            },
            copy: { states in
                let other = try TemporaryFolder()
                if let state = states[path] {
                    try Data(state.bytes).write(to: URL(filePath: other("names.json")))
                }
                return place(other)
            }
        )
    }
}
