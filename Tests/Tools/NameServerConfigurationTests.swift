import DockerNetwork
import DockerNetworkConfiguration
import DockerNetworkNameServer
import DockerNetworkProgram
import DockerNetworkSinkComposition
import Logging
import Testing

@Suite("Settings of our own name server")
struct NameServerConfigurationTests {
    private func load(_ sink: String) throws -> Configuration {
        try Configuration.loaded("[[sinks]]\nkind = \"dns\"\n" + sink)
    }

    @Test("has defaults")
    func defaults() throws {
        let sink = try #require(try load("").sinks.first)
        #expect(sink.path == "/var/lib/my-docker-network/names.d")
        #expect(sink.isRequired && sink.onRemove == .clean && sink.names == [.any])
        let server = try #require(sink.nameServer)
        #expect(server.listen.map(\.description) == ["127.0.0.1:5354", "docker0:53"])
        #expect(server.upstream == .machine)
        #expect(!server.answersSubdomains && server.timeToLive == 0)
        #expect(!server.forwardsPrivateAddresses)
        #expect(server.allowedNetworks.isEmpty)
    }

    @Test("reads every key")
    func everyKey() throws {
        let sink = try #require(
            try load(
                """
                listen = ["127.0.0.1:5354", "docker0", "br0:5355", "[::1]:53"]
                upstream = ["1.1.1.1", "10.0.0.1:5353", "fd00::53"]
                forward-private = true
                subdomains = true
                ttl = "2m"
                allow = ["203.0.113.0/24"]
                path = "/srv/names"
                required = false
                on-remove = "keep"
                names = ["a-*"]
                domain = "lan"
                """
            ).sinks.first)
        let server = try #require(sink.nameServer)
        #expect(
            server.listen.map(\.description)
                == ["127.0.0.1:5354", "docker0:53", "br0:5355", "[::1]:53"])
        #expect(
            server.upstream
                == .servers(
                    ["1.1.1.1", "10.0.0.1:5353", "fd00::53"].compactMap { ServerAddress($0) }))
        #expect(server.answersSubdomains && server.timeToLive == 120)
        #expect(server.forwardsPrivateAddresses)
        #expect(server.allowedNetworks.map(\.description) == ["203.0.113.0/24"])
        #expect(sink.path == "/srv/names" && !sink.isRequired && sink.onRemove == .keep)
        #expect(sink.names.map(\.text) == ["a-*"] && sink.domain?.name == "lan")
        #expect(
            try load("upstream = [\"none\"]").sinks.first?.nameServer?.upstream
                == UpstreamChoice.none)
        #expect(try load("upstream = []").sinks.first?.nameServer?.upstream == .machine)
    }

    @Test(
        "says in which line what is wrong",
        arguments: [
            ("listen = []", ":3: listen must not be empty"),
            ("listen = [\"docker0\",\n\"1.2.3\"]", "listen: each must be an address such as"),
            ("listen = \"docker0\"", ":3: listen must be an array of strings"),
            ("listen = [\"127.0.0.1:0\"]", "not '127.0.0.1:0'"),
            ("upstream = [\"none\", \"1.1.1.1\"]", ":3: upstream is either [\"none\"] or servers"),
            ("upstream = [\"dns.example\"]", "upstream: each must be a server's address"),
            ("ttl = \"1500ms\"", ":3: ttl must be whole seconds"),
            ("ttl = 30", ":3: ttl must be whole seconds"),
            ("ttl = \"25h\"", "at most 24 hours"),
            ("allow = [\"10.0.0.1/8\"]", "allow: each must be a network"),
            ("subdomains = \"yes\"", ":3: subdomains must be true or false"),
            ("pid-file = \"/run/x\"", ":3: pid-file belongs to a sink of the kind \"dnsmasq\""),
            ("lisen = []", "did you mean 'listen'?"),
            ("path = \"names.d\"", ":3: path must be an absolute path"),
            ("[[sinks]]\nkind = \"dns\"", ":4: kind is \"dns\" as at "),
            (
                "[[sinks]]\nkind = \"hosts\"\nttl = \"0s\"",
                ":5: ttl belongs to a sink of the kind \"dns\""
            ),
        ])
    func errors(text: String, message: String) throws {
        do {
            _ = try load(text)
            Issue.record("nothing is wrong with \(text)")
        } catch let error as ToolError {
            #expect(error.status == .configuration)
            #expect(error.message.contains(message), "\(error.message)")
        }
    }

    @Test("stays the same part while its settings do, whatever else changes")
    func identity() throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let id = { (text: String) in
            try HostComposition.parts(of: try load(text), logger: logger).sinks.map(\.id)
        }
        let same = try id("listen = [\"127.0.0.1:5354\"]")
        #expect(
            try id("listen = [\"127.0.0.1:5354\"]\nrequired = false\non-remove = \"keep\"") == same)
        #expect(try id("listen = [\"127.0.0.1:5354\"]\nttl = \"1s\"") != same)
        #expect(try id("listen = [\"127.0.0.1:5355\"]") != same)
    }
}
