import DockerNetwork
import DockerNetworkConfiguration
import DockerNetworkProgram
import DockerNetworkSinkComposition
import DockerNetworkTransportComposition
import Logging
import Testing

/// A further kind of sink: all that it takes beside the sink itself is this type, and its name in the
/// catalogue.
private struct NotebookAdapter: SinkAdapter {
    static let kind = "notebook"
    static let keys = ["pages"]

    var pages = 10

    init() {}

    init(_ table: SettingsTable) throws(ToolError) {
        if let pages = try table.integer("pages", in: 1...100) { self.pages = pages }
    }

    var usualPath: String { "/var/lib/notebook" }
    var summary: [String] { ["\(pages) pages"] }

    func make(_ place: SinkPlace, logger: Logger) throws(SinkError) -> any HostsSink {
        Notebook(name: "notebook \(place.path) \(place.domain)")
    }
}

private struct Notebook: HostsSink {
    let name: String

    func contents() async throws(SinkError) -> [Entry] { [] }
    func apply(_ update: SinkUpdate) async throws(SinkError) {}
}

@Suite("A sink that is added")
struct AddedSinkTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private static func load(_ sinks: String) throws -> Configuration {
        var adapters = AdapterCatalogue.host
        adapters.sinks.append(NotebookAdapter.self)
        return try .loaded(sinks, adapters: adapters)
    }

    @Test("is read with the keys of its own and those of every sink")
    func read() throws {
        let sinks = try Self.load(
            """
            [[sinks]]
            kind = "notebook"
            pages = 7
            domain = "lan"
            required = false

            [[sinks]]
            kind = "notebook"
            path = "/other"
            """
        ).sinks
        #expect(sinks.map(\.kind) == ["notebook", "notebook"])
        #expect(sinks.map(\.path) == ["/var/lib/notebook", "/other"])
        #expect(sinks.compactMap { ($0.adapter as? NotebookAdapter)?.pages } == [7, 10])
        #expect(sinks.map(\.isRequired) == [false, true])
    }

    @Test(
        "has errors with line and key",
        arguments: [
            ("kind = \"notebook\"\npages = 0", ":3: pages must be an integer from 1 to 100"),
            ("kind = \"notebook\"\npagse = 1", ":3: unknown key 'pagse'"),
            ("kind = \"hosts\"\npages = 1", ":3: pages belongs to a sink of the kind \"notebook\""),
            ("kind = \"notebook\"\nttl = \"1s\"", ":3: ttl belongs to a sink of the kind \"dns\""),
            ("kind = \"note\"", "it has dns, dnsmasq, hosts, notebook"),
        ])
    func errors(text: String, message: String) throws {
        let error = #expect(throws: ToolError.self) { try Self.load("[[sinks]]\n" + text) }
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test("is made, told from others by its settings, and said by check-config")
    func made() throws {
        let parts = { (text: String) in
            try HostComposition.parts(
                of: try Self.load("[[sinks]]\nkind = \"notebook\"\n" + text), logger: Self.logger)
        }
        let first = try parts("pages = 7").sinks[0]
        #expect(first.sink.name == "notebook /var/lib/notebook docker")
        #expect(try parts("pages = 7\nrequired = false").sinks[0].id == first.id)
        #expect(try parts("pages = 8").sinks[0].id != first.id)
        let settings = try Self.load("[[sinks]]\nkind = \"notebook\"\npages = 7").sinks[0]
        #expect(
            ConfigurationCheck.line(settings)
                == "sink: notebook, /var/lib/notebook, required, names *, 7 pages")
    }
}
