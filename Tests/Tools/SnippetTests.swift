import DockerNetwork
import DockerNetworkConfiguration
import DockerNetworkDnsmasq
import DockerNetworkNameServer
import DockerNetworkProgram
import DockerNetworkSinkComposition
import DockerNetworkSnippets
import Foundation
import Testing
import TestSupport

@Suite("Snippets of other programs' configuration")
struct SnippetTests {
    private struct DaemonSettings: Decodable, Equatable {
        var dns: [String]
        var dnsSearch: [String]

        private enum CodingKeys: String, CodingKey {
            case dns
            case dnsSearch = "dns-search"
        }
    }

    private static func address(_ text: String) throws -> IPAddress {
        try #require(IPAddress(text))
    }

    private static func machine(_ addresses: [(String, String)] = []) throws
        -> NetworkInterfaces.Snapshot
    {
        .init(
            names: addresses.map(\.0),
            assignments: try addresses.map {
                .init(interface: $0.0, address: try address($0.1))
            })
    }

    private static let docker = [
        ("lo", "127.0.0.1"), ("podman0", "10.88.0.1"), ("docker0", "fe80::1"),
        ("docker0", "172.17.0.1"),
    ]

    private static func text(
        _ request: SnippetRequest, _ configuration: Configuration = .init(defaultsFor: .host),
        machine addresses: [(String, String)] = docker, resolvFile: String = "/run/upstream"
    ) throws -> String {
        let settings = try request.settings(
            configuration, interfaces: try machine(addresses), resolvFile: resolvFile)
        return try Snippet.text(request.kind, settings)
    }

    /// The lines that are no comments.
    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
    }

    private static func failure(_ body: () throws -> String) -> ToolError? {
        do {
            return ToolError(.done, "no error but: \(try body())")
        } catch {
            return error as? ToolError
        }
    }

    /// What dnsmasq itself says of a text.
    private static func check(_ text: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("snippet", text)
        try Command.run("dnsmasq", ["--test", "--conf-file=\(file)"])
    }

    @Test("the domain is that of the sink, where it has its own", arguments: SnippetKind.allCases)
    func domainOfTheSink(kind: SnippetKind) throws {
        var configuration = Configuration(defaultsFor: .host)
        configuration.sinks[0].domain = try Domain("lan")
        let text = try Self.text(SnippetRequest(kind), configuration)
        let lines = Self.lines(text).joined(separator: "\n")
        #expect(lines.contains("lan"))
        #expect(!lines.contains("/docker/") && !lines.contains("search docker"))
        #expect(!lines.contains("\"docker\"") && !lines.contains("~docker"))
    }

    // MARK: - dnsmasq

    @Test("dnsmasq: the sink, the domain, the bridge and the loopback, a named upstream")
    func dnsmasq() throws {
        let text = try Self.text(SnippetRequest(.dnsmasq))
        #expect(
            Self.lines(text) == [
                "hostsdir=/etc/my-docker-network/hosts.d", "pid-file=/run/dnsmasq/dnsmasq.pid",
                "local=/docker/", "bogus-priv", "no-hosts", "localise-queries", "bind-dynamic",
                "listen-address=172.17.0.1",
                "listen-address=127.0.0.1", "resolv-file=/run/upstream",
            ])
        try Self.check(text)
    }

    @Test("dnsmasq: the layout of 2014, another domain, port, interface and upstream")
    func otherDnsmasq() throws {
        var configuration = Configuration(defaultsFor: .host)
        configuration.domain = try Domain("containers.example")
        configuration.sinks = [SinkSettings(DnsmasqAdapter(.file))]
        configuration.sinks[0].dnsmasq?.server = .init("[::1]:5353")
        let text = try Self.text(
            SnippetRequest(
                .dnsmasq, listen: ["172.18.0.1", "fd00::1", "172.18.0.1"], interface: "br-1.2",
                upstreams: ["9.9.9.9", "[2620:fe::fe]:5300"]), configuration)
        #expect(
            Self.lines(text) == [
                "addn-hosts=/etc/my-docker-network-hosts", "pid-file=/run/dnsmasq/dnsmasq.pid",
                "local=/containers.example/", "bogus-priv", "no-hosts", "localise-queries",
                "bind-dynamic",
                "listen-address=172.18.0.1", "listen-address=fd00::1", "interface=br-1.2",
                "port=5353", "no-resolv", "server=9.9.9.9#53", "server=2620:fe::fe#5300",
            ])
        try Self.check(text)
    }

    @Test("dnsmasq: without a bridge it answers on the loopback alone")
    func noBridge() throws {
        let lines = Self.lines(try Self.text(SnippetRequest(.dnsmasq), machine: []))
        #expect(lines.filter { $0.hasPrefix("listen") } == ["listen-address=127.0.0.1"])
        #expect(!lines.contains { $0.hasPrefix("interface") })
    }

    @Test("dnsmasq: where nobody keeps a file of upstreams, one that is to be made is named")
    func ownResolvFile() throws {
        let file = UpstreamFile.current(among: ["/nonexistent/resolv.conf"])
        #expect(file == UpstreamFile.own)
        let text = try Self.text(SnippetRequest(.dnsmasq), resolvFile: file)
        #expect(text.contains("#   cp /etc/resolv.conf \(file)\nresolv-file=\(file)\n"))
        let folder = try TemporaryFolder()
        let kept = try folder.write("resolv.conf", "nameserver 9.9.9.9\n")
        #expect(UpstreamFile.current(among: ["/nonexistent", kept]) == kept)
    }

    @Test(
        "dnsmasq: a path that is more to it than text",
        arguments: [
            "/a b/hosts.d", "/a #b", "/a,b", "/\"a\"", "/a\\nb", "/e\u{301}\u{E9}",
            "/" + String(repeating: "a", count: 900),
        ])
    func oddPath(path: String) throws {
        var configuration = Configuration(defaultsFor: .host)
        configuration.sinks[0].path = path
        try Self.check(try Self.text(SnippetRequest(.dnsmasq), configuration))
    }

    @Test(
        "dnsmasq: a path that no line can hold: 78",
        arguments: [
            "/a\nlog-facility=/etc/passwd", "/a\u{0}", "/\u{7F}",
            "/" + String(repeating: "\"", count: 600), "/" + String(repeating: "a", count: 1_001),
        ])
    func impossiblePath(path: String) {
        var configuration = Configuration(defaultsFor: .host)
        configuration.sinks[0].path = path
        let error = Self.failure { try Self.text(SnippetRequest(.dnsmasq), configuration) }
        #expect(error?.status == .configuration)
        #expect(error?.message.contains("\n") == false)
    }

    // MARK: - Who asks it

    @Test("docker: JSON with the bridge's address and the domain")
    func dockerDaemon() throws {
        let expected = DaemonSettings(dns: ["172.17.0.1"], dnsSearch: ["docker"])
        let text = try Self.text(SnippetRequest(.docker))
        #expect(try JSONDecoder().decode(DaemonSettings.self, from: Data(text.utf8)) == expected)
    }

    @Test("the bridge's address: the first engine's, an interface's, or what is said")
    func containerAddresses() throws {
        func servers(
            _ request: SnippetRequest, _ machine: [(String, String)] = Self.docker
        ) throws -> [String] {
            Self.lines(try Self.text(request, machine: machine)).filter { $0.hasPrefix("dns_s") }
        }
        let first = [#"dns_servers = ["172.17.0.1"]"#, #"dns_searches = ["docker"]"#]
        #expect(try servers(SnippetRequest(.podman)) == first)
        #expect(
            try servers(SnippetRequest(.podman), [("cni-podman0", "10.88.0.1")])[0]
                == #"dns_servers = ["10.88.0.1"]"#)
        #expect(
            try servers(SnippetRequest(.podman, interface: "podman0"))[0]
                == #"dns_servers = ["10.88.0.1"]"#)
        #expect(
            try servers(SnippetRequest(.podman, listen: ["127.0.0.1", "10.1.2.3"]))[0]
                == #"dns_servers = ["10.1.2.3"]"#)
    }

    @Test("docker and podman: no address that a container reaches: 78")
    func noContainerAddress() {
        for kind in [SnippetKind.docker, .podman] {
            for (request, word) in [
                (SnippetRequest(kind), "docker0"),
                (SnippetRequest(kind, listen: ["127.0.0.1"]), "127.0.0.1"),
                (SnippetRequest(kind, interface: "nosuch0"), "nosuch0"),
            ] {
                let error = Self.failure { try Self.text(request, machine: []) }
                #expect(error?.status == .configuration)
                #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
                #expect(error?.message.contains("--listen") == true)
            }
        }
    }

    @Test(
        "systemd-resolved: the domain's questions go to the server by way of a link of our own, and no others"
    )
    func resolved() throws {
        var configuration = Configuration(defaultsFor: .host)
        let text = try Self.text(SnippetRequest(.resolved), configuration)
        // resolved.conf has one scope for all of its servers.
        #expect(!text.contains("[Resolve]"))
        for command in [
            "ip link add my-docker-net type veth peer name my-docker-net0",
            "resolvectl dns my-docker-net 127.0.0.1", "resolvectl domain my-docker-net ~docker",
            "resolvectl default-route my-docker-net no",
        ] {
            #expect(text.contains("\nExecStart=\(command)\n"))
        }
        configuration.sinks[0].dnsmasq?.server = .init("[::1]:5353")
        configuration.domain = try Domain("lan.example")
        // No link that is somebody else's is touched.
        let other = try Self.text(
            SnippetRequest(.resolved, interface: "br-lan"), configuration)
        #expect(!other.contains("br-lan"))
        #expect(other.contains("=resolvectl dns my-docker-net [::1]:5353\n"))
        #expect(other.contains("=resolvectl domain my-docker-net ~lan.example\n"))
    }

    @Test("resolv.conf: one nameserver, and the domain to search")
    func resolvConf() throws {
        #expect(
            Self.lines(try Self.text(SnippetRequest(.resolvConf)))
                == ["nameserver 127.0.0.1", "search docker"])
        #expect(
            Self.lines(try Self.text(SnippetRequest(.resolvConf, listen: ["10.1.2.3"])))[0]
                == "nameserver 10.1.2.3")
    }

    @Test("another port than 53, where none can be named: 78")
    func unusualPort() {
        var configuration = Configuration(defaultsFor: .host)
        configuration.sinks[0].dnsmasq?.server = .init("127.0.0.1:5353")
        for kind in [SnippetKind.docker, .podman, .resolvConf] {
            let error = Self.failure { try Self.text(SnippetRequest(kind), configuration) }
            #expect(error?.status == .configuration)
            #expect(error?.message.contains("5353") == true)
        }
    }

    // MARK: - Our own name server

    private static func ownServer(_ places: [String]) throws -> Configuration {
        var configuration = Configuration(defaultsFor: .host)
        configuration.sinks = [SinkSettings(NameServerAdapter())]
        configuration.sinks[0].nameServer?.listen = try places.map {
            try #require(ListenPlace($0))
        }
        return configuration
    }

    private static func ownText(_ kind: SnippetKind, _ places: [String]) throws -> String {
        let settings = try SnippetRequest(kind).settings(
            try ownServer(places),
            interfaces: .init(
                names: ["docker0"],
                assignments: [
                    .init(
                        interface: "docker0", address: try address("172.17.0.1"),
                        network: Network("172.17.0.0/16"))
                ]), resolvFile: "/run/upstream")
        return try Snippet.text(kind, settings)
    }

    @Test("our own: those in front ask it for the domain and for the bridge's addresses")
    func inFrontOfOurOwn() throws {
        let places = ["127.0.0.1:5354", "docker0"]
        for kind in [SnippetKind.dnsmasq, .networkManager] {
            let text = try Self.ownText(kind, places)
            #expect(
                Self.lines(text) == [
                    "server=/docker/127.0.0.1#5354", "rebind-domain-ok=/docker/",
                    "rev-server=172.17.0.0/16,127.0.0.1#5354",
                ])
            try Self.check(text)
        }
        let unbound = try Self.ownText(.unbound, places)
        for line in [
            "    do-not-query-localhost: no", "    private-domain: \"docker\"",
            "    local-zone: \"17.172.in-addr.arpa\" nodefault", "    name: \"docker\"",
            "    forward-addr: 127.0.0.1@5354", "    name: \"17.172.in-addr.arpa\"",
        ] {
            #expect(unbound.contains("\(line)\n"))
        }
        #expect(try Self.ownText(.resolved, places).contains(" 127.0.0.1:5354\n"))
    }

    @Test("our own: containers ask where it listens on their bridge")
    func containersOfOurOwn() throws {
        for places in [["127.0.0.1:5354", "docker0"], ["172.17.0.1"], ["0.0.0.0"]] {
            #expect(try Self.ownText(.docker, places).contains("\"dns\": [\"172.17.0.1\"]"))
            #expect(try Self.ownText(.podman, places).contains("dns_servers = [\"172.17.0.1\"]"))
        }
        #expect(
            Self.lines(try Self.ownText(.resolvConf, ["127.0.0.1", "docker0"]))[0]
                == "nameserver 127.0.0.1")
        for (kind, places, word) in [
            (SnippetKind.docker, ["127.0.0.1"], "add an interface"),
            (.docker, ["docker0:5354"], "5354"), (.resolvConf, ["127.0.0.1:5354"], "5354"),
        ] {
            let error = Self.failure { try Self.ownText(kind, places) }
            #expect(error?.status == .configuration)
            #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
        }
    }

    // MARK: - What is refused

    @Test("no dnsmasq sink: 78, whatever is asked for", arguments: SnippetKind.allCases)
    func noSink(kind: SnippetKind) {
        var configuration = Configuration(defaultsFor: .host)
        configuration.sinks = [SinkSettings(HostsFileAdapter())]
        configuration.file = "/etc/x.toml"
        let error = Self.failure { try Self.text(SnippetRequest(kind), configuration) }
        #expect(error?.status == .configuration)
        #expect(error?.message.contains("/etc/x.toml") == true)
        #expect(error?.message.contains("dnsmasq") == true)
    }

    @Test(
        "an option that is none: 64, and one line",
        arguments: [
            SnippetRequest(.dnsmasq, listen: ["docker0"]),
            SnippetRequest(.dnsmasq, listen: ["0.0.0.0"]),
            SnippetRequest(.dnsmasq, listen: ["127.0.0.1\nuser=root"]),
            SnippetRequest(.dnsmasq, interface: ""), SnippetRequest(.dnsmasq, interface: "*"),
            SnippetRequest(.dnsmasq, interface: "a,b"), SnippetRequest(.dnsmasq, interface: "é"),
            SnippetRequest(.dnsmasq, interface: "a\nuser=root"),
            SnippetRequest(.dnsmasq, interface: "sixteen-letters-"),
            SnippetRequest(.dnsmasq, upstreams: ["dns.example"]),
            SnippetRequest(.dnsmasq, upstreams: ["9.9.9.9:0"]),
            SnippetRequest(.docker, upstreams: ["9.9.9.9"]),
        ])
    func refusedOption(request: SnippetRequest) {
        let error = Self.failure { try Self.text(request) }
        #expect(error?.status == .usage)
        #expect(error?.message.contains("\n") == false)
        #expect(error?.message.hasPrefix("--") == true)
    }

    @Test("dnsmasq as its own upstream: 64", arguments: ["127.0.0.1", "172.17.0.1"])
    func loop(upstream: String) {
        let request = SnippetRequest(.dnsmasq, upstreams: [upstream])
        #expect(Self.failure { try Self.text(request) }?.status == .usage)
        let other = SnippetRequest(.dnsmasq, upstreams: ["\(upstream):5353"])
        #expect((try? Self.text(other))?.contains("server=\(upstream)#5353") == true)
    }
}
