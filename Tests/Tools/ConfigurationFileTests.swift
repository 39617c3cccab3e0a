import DockerNetwork
import DockerNetworkConfiguration
import DockerNetworkDnsmasq
import DockerNetworkProgram
import DockerNetworkSinkComposition
import DockerNetworkTransportComposition
import Testing
import TestSupport

@Suite("Configuration file")
struct ConfigurationFileTests {
    private static func load(
        _ text: String, program: Program = .host, environment: [String: String] = [:]
    ) throws -> Configuration {
        let folder = try TemporaryFolder()
        var loader = ConfigurationLoader(program: program, environment: Environment(environment))
        loader.defaultFile = try folder.write("config.toml", text)
        loader.legacyFile = folder.path + "/none"
        return try loader.load()
    }

    @Test("reads every key")
    func readsEverything() throws {
        let configuration = try Self.load(
            """
            domain = "shop.example"
            host-name = "gate_1"
            [[transports]]
            url = "amqps://host@broker:5671/my-docker-network"
            password-file = "/secret"
            queue = "exclusive"
            heartbeat = "5s"
            ca-file = "/ca.pem"
            certificate-file = "/client.pem"
            key-file = "/client.key"
            group = "one"
            [[transports]]
            url = "amqp://second"
            [[sinks]]
            kind = "dnsmasq"
            mode = "file"
            path = "/hosts"
            pid-file = "/pid"
            server = "[::1]:5353"
            version = "2.85"
            program = "/opt/dnsmasq"
            required = false
            on-remove = "keep"
            names = ["web-*", "db"]
            [emit]
            hostnames = ["web", "DB.shop.example"]
            addresses = ["eth1", "10.0.0.0/8", "fd00::1"]
            lease = "1m"
            [policy]
            conflicts = "first"
            allowed-networks = ["172.16.0.0/12"]
            allowed-names = ["*-x"]
            reserved-names = []
            require-origin = true
            names-per-instance = 3
            names-per-user = 4
            names-in-all = 5
            addresses-per-hostname = 6
            hostnames-per-address = 7
            [policy.users.alice]
            allowed-names = ["alice-*"]
            [policy.users.'*']
            """)
        #expect(configuration.domain.name == "shop.example")
        #expect(configuration.hostName?.text == "gate_1")
        let transport = try #require(configuration.transports.first)
        #expect(transport.url.description == "amqps://host@broker:5671/my-docker-network")
        #expect(transport.password == .file("/secret"))
        let broker = try #require(transport.broker)
        #expect(broker.queue == .exclusive)
        #expect(broker.heartbeat == .seconds(5))
        #expect(broker.security.certificateAuthorityFile == "/ca.pem")
        #expect(broker.security.certificateFile == "/client.pem")
        #expect(broker.security.keyFile == "/client.key")
        #expect(transport.group == "one")
        #expect(configuration.transports.count == 2)
        #expect(configuration.transports[1].group == "broker")
        let sink = try #require(configuration.sinks.first)
        #expect(configuration.sinks.count == 1)
        let dnsmasq = try #require(sink.dnsmasq)
        #expect(dnsmasq.layout == .file && sink.path == "/hosts" && dnsmasq.pidFile == "/pid")
        #expect(dnsmasq.server?.description == "[::1]:5353")
        #expect(dnsmasq.version?.description == "2.85" && dnsmasq.program == "/opt/dnsmasq")
        #expect(!sink.isRequired && sink.onRemove == .keep)
        #expect(sink.names.map(\.text) == ["web-*", "db"])
        #expect(configuration.emit.hostnames.map(\.name) == ["web", "db"])
        #expect(
            configuration.emit.addresses?.map(\.description) == ["eth1", "10.0.0.0/8", "fd00::1"])
        #expect(configuration.emit.lease == Lease(seconds: 60))
        let policy = configuration.policy
        #expect(policy.conflicts == .first && policy.requiresOrigin)
        #expect(policy.allowedNetworks.map(\.description) == ["172.16.0.0/12"])
        #expect(policy.allowedNames.map(\.text) == ["*-x"] && policy.reservedNames.isEmpty)
        #expect(policy.namesPerInstance == 3 && policy.namesPerUser == 4)
        #expect(policy.namesInAll == 5)
        #expect(policy.addressesPerHostname == 6 && policy.hostnamesPerAddress == 7)
        #expect(policy.users.keys.sorted() == ["*", "alice"])
        #expect(policy.users["alice"]?.allowedNames.map(\.text) == ["alice-*"])
        #expect(policy.users["*"]?.allowedNames == [.any])
    }

    @Test("an empty file means every default", arguments: [Program.host, .emitter])
    func defaults(program: Program) throws {
        let configuration = try Self.load("", program: program)
        let standard = Configuration(defaultsFor: program)
        #expect(configuration.transports == standard.transports)
        #expect(configuration.sinks == standard.sinks)
        #expect(configuration.policy == standard.policy)
        #expect(configuration.policy.reservedNames.map(\.text) == ["localhost", "wpad"])
        #expect(configuration.policy.namesPerInstance == 100)
        #expect(configuration.policy.namesPerUser == 50_000)
        #expect(configuration.policy.namesInAll == 100_000)
        #expect(configuration.policy.addressesPerHostname == 256)
        #expect(configuration.policy.hostnamesPerAddress == 4096)
        #expect(configuration.domain == .docker && configuration.hostName == nil)
    }

    @Test(
        "says file, line, key and what it must be",
        arguments: [
            (
                "\ndomian = \"x\"",
                ":2: unknown key 'domian' in the top level; did you mean 'domain'?"
            ),
            (
                "[[transports]]\n\nquue = 1",
                ":3: unknown key 'quue' in [[transports]]; did you mean 'queue'?"
            ),
            (
                "[policy.users.a]\nallowed-name = []",
                "in [policy.users.a]; did you mean 'allowed-names'?"
            ),
            ("domain = 1", ":1: domain must be a domain such as \"docker\", not an integer"),
            ("domain = \"a b\"", ":1: domain must be a domain such as \"docker\""),
            ("host-name = \"a/b\"", ":1: host-name must be 1 to 100 letters"),
            (
                "[[transports]]\nurl = \"ftp://h\"",
                ":2: url has the scheme 'ftp', for which this build has no transport; it has amqp"
            ),
            ("[[transports]]\nurl = \"unix://run/x\"", ":2: url is wrong: after unix:// must"),
            (
                "[[transports]]\nurl = \"unix:///run/x\"\nqueue = \"durable\"",
                ":3: queue has no use with unix://, where there is no broker; leave it out"
            ),
            (
                "[[transports]]\nurl = \"unix:///run/x\"\ngroup = \"broker\"",
                ":3: group has no use with unix://, which is a group of its own; leave it out"
            ),
            (
                "[[transports]]\nsocket-mode = \"0660\"",
                ":2: socket-mode has no use with amqp://, which is no socket of this machine"
            ),
            (
                "[[transports]]\nurl = \"unix:///run/x\"\nsocket-mode = \"660x\"",
                ":3: socket-mode must be permission bits in octal"
            ),
            (
                "[[transports]]\nurl = \"unix:///run/x\"\nsocket-mode = \"4755\"",
                ":3: socket-mode must be permission bits in octal"
            ),
            (
                "[[transports]]\nurl = \"unix:///run/x\"\nsocket-group = \"a:b\"",
                ":3: socket-group must be a group's name or its number"
            ),
            (
                "[[transports]]\nurl = \"unix:///run/x\"\nwithdraw-on-close = 1",
                ":3: withdraw-on-close must be true or false, not an integer"
            ),
            ("[[transports]]\nurl = \"amqp://h:x\"", ":2: url is wrong: the URL's port must be"),
            (
                "[[transports]]\nheartbeat = \"500ms\"",
                ":2: heartbeat must be a time in whole seconds"
            ),
            ("[[transports]]\nqueue = \"lazy\"", ":2: queue must be \"durable\" or \"exclusive\""),
            (
                "[[transports]]\npassword-file = \"pw\"",
                ":2: password-file must be an absolute path"
            ),
            ("[[transports]]\nca-file = \"/x\"", ":2: ca-file has no use with amqp://"),
            (
                "[[transports]]\nurl=\"amqps://h\"\nkey-file = \"/x\"",
                ":3: key-file needs certificate-file beside it"
            ),
            (
                "transports = 1",
                ":1: transports must be tables, each under [[transports]], not an int"
            ),
            ("transports = [\n1]", ":2: transports must be tables"),
            ("transports = []", ":1: transports must not be empty"),
            ("[[sinks]]\nkind = \"bind\"", ":2: kind is 'bind', and this build has no such sink"),
            (
                "[[sinks]]\nkind = \"hosts\"\nmode = \"file\"",
                ":3: mode belongs to a sink of the kind \"dnsmasq\""
            ),
            ("[[sinks]]\ndomain = \"a b\"", ":2: domain must be a domain such as \"docker\""),
            ("[[sinks]]\nrequired = \"yes\"", ":2: required must be true or false, not a string"),
            ("[[sinks]]\nserver = \"h:53\"", ":2: server must be an address and a port"),
            (
                "[emit]\nlease = \"31d\"",
                ":2: lease must be a time in whole seconds from 1s to 720h"
            ),
            (
                "[emit]\nhostnames = [\"a\",\n\"b_c\"]",
                ":3: hostnames: each must be a hostname such as \"web\", not 'b_c'"
            ),
            ("[emit]\naddresses = [\"1.2.3\"]", ":2: addresses: each must be an interface"),
            ("[emit]\naddresses = []", ":2: addresses must not be empty"),
            ("[policy]\nnames-in-all = 0", ":2: names-in-all must be an integer from 1 to"),
            ("[policy]\nnames-per-user = 0", ":2: names-per-user must be an integer from 1 to"),
            (
                "[policy]\n\naddresses-per-hostname = -1",
                ":3: addresses-per-hostname must be an integer from 1 to"
            ),
            (
                "[policy]\nhostnames-per-address = \"many\"",
                ":2: hostnames-per-address must be an integer"
            ),
            ("[policy]\nhostname-per-address = 1", "hostnames-per-address"),
            ("[policy]\nnames-per-users = 1", "names-per-user"),
            ("[policy]\nconflicts = \"x\"", "conflicts must be \"newest\" or \"all\" or \"first\""),
            (
                "[policy]\nallowed-networks = [\"10.0.0.1/8\"]",
                ":2: allowed-networks: each must be a net"
            ),
            ("a = ", ":1:"), ("a = [1,\n,]", ":2: not TOML"), ("\na = }", ":2: not TOML"),
            ("[=]", ":1: not TOML here: a header must name a table"),
            ("x = [\n[]]\n[[.a]]", ":3: not TOML"), ("a = 1\na = 2", ":2:"),
            ("a = \"\\u0000\"", "no setting can hold a NUL"),
        ])
    func errors(text: String, message: String) throws {
        let error = try #require(throws: ToolError.self) { try Self.load(text) }
        #expect(error.status == .configuration)
        #expect(error.message.contains("config.toml"))
        #expect(error.message.contains(message), "\(error.message)")
        #expect(!error.message.contains("\n"))
    }

    @Test(
        "a password in the file is never repeated",
        arguments: [
            "[[transports]]\nurl = \"amqp://u:geheim@h\"\npassword-file = \"/x\"",
            "[[transports]]\nurl = \"amqp://u:geheim@h:x\"",
            "[[transports]]\nurl = \"ftp://u:geheim@h\"",
            "[[transports]]\nurl = amqp://u:geheim@h", "[[transports]]\nurl = \"amqp://u:geheim@h",
            "[[transports]]\nurl = \"amqp://u:geh\"eim@h\"", "url = geheim",
        ])
    func silent(text: String) throws {
        let error = try #require(throws: ToolError.self) { try Self.load(text) }
        #expect(!error.message.contains("geheim") && !error.message.contains("eim@"))
    }

    @Test("a password in the file's URL is taken out of the URL, with a warning")
    func passwordInURL() throws {
        let configuration = try Self.load("[[transports]]\nurl = \"amqp://u:p%20w@h\"")
        #expect(configuration.transports[0].url.password == nil)
        #expect(configuration.transports[0].password == .value(Secret("p w")))
        #expect(configuration.warnings.count == 1)
        #expect(configuration.warnings[0].contains("config.toml:2"))
    }

    @Test("any text is read or refused with one line", arguments: 1...200)
    func neverCrashes(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let pieces = [
            "[", "]", "[[", "]]", "transports", "sinks", "emit", "policy", "users", ".", "=", "\"",
            "'", "\n", "\n", "\n", " ", "url", "names", "1", "true", "{", "}", ",", "#", "\\u0041",
            "\"\"\"", "2020-01-01", "1.5", "\u{1F600}", "domain = \"docker\"\n",
        ]
        var text = ""
        for _ in 0..<30 { text += pieces.randomElement(using: &generator) ?? "" }
        do {
            _ = try Self.load(text)
        } catch let error as ToolError {
            #expect(error.status == .configuration)
            #expect(!error.message.contains("\n"), "\(error.message)")
        }
    }

    @Test("a hosts sink needs nothing but its kind, and any sink may have a domain of its own")
    func hostsSink() throws {
        let sinks = try Self.load(
            """
            [[sinks]]
            kind = "hosts"
            [[sinks]]
            kind = "hosts"
            path = "/x/hosts"
            domain = "lan"
            required = false
            on-remove = "keep"
            names = ["a-*"]
            """
        ).sinks
        #expect(sinks.first == SinkSettings(HostsFileAdapter()))
        #expect(sinks.first?.path == "/etc/hosts" && sinks.first?.isRequired == true)
        #expect(sinks.last?.path == "/x/hosts" && sinks.last?.domain?.name == "lan")
        #expect(sinks.last?.isRequired == false && sinks.last?.onRemove == .keep)
    }
}
