import DockerNetwork
import DockerNetworkConfiguration
import DockerNetworkProgram
import DockerNetworkSinkComposition
import DockerNetworkTransportComposition
import Logging
import Testing
import TestSupport

@Suite("Configuration from file, environment and flags")
struct ConfigurationLoaderTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func loader(
        _ program: Program = .host, _ environment: [String: String] = [:],
        _ overrides: Overrides = Overrides()
    ) -> ConfigurationLoader {
        var loader = ConfigurationLoader(
            program: program, environment: Environment(environment), overrides: overrides)
        loader.defaultFile = folder.path + "/config.toml"
        loader.legacyFile = folder.path + "/legacy"
        return loader
    }

    @Test("with nothing at all there are the defaults")
    func defaults() throws {
        let host = try loader().load()
        #expect(host.file == nil && host.isStartWanted)
        #expect(
            host.transports.map(\.url.description)
                == ["amqp://host@127.0.0.1:5672/my-docker-network"])
        #expect(host.sinks == [SinkSettings(DnsmasqAdapter(.directory))])
        let emitter = try loader(.emitter).load()
        #expect(
            emitter.transports.map(\.url.description) == [
                "amqp://emitter@gateway/my-docker-network"
            ])
        #expect(emitter.transports[0].password == .file("/etc/my-docker-network/password"))
    }

    @Test("a list that leads from an encrypted transport to a plain one is an error")
    func plainFailover() throws {
        let encrypted = "[[transports]]\nurl = \"amqps://h\"\n"
        let plain = "[[transports]]\nurl = \"http://h\"\n"
        func fails(
            _ text: String, _ program: Program = .host, _ environment: [String: String] = [:],
            _ overrides: Overrides = Overrides()
        ) throws -> ToolError? {
            _ = try folder.write("config.toml", text)
            do throws(ToolError) {
                _ = try loader(program, environment, overrides).load()
                return nil
            } catch {
                return error
            }
        }
        let error = try fails(encrypted + plain)
        #expect(error?.status == .configuration)
        #expect(error?.message.contains("allow-plain") == true)
        #expect(try fails(encrypted + plain + "allow-plain = true\n") == nil)
        #expect(try fails(plain + encrypted) == nil)
        #expect(try fails(encrypted + "[[transports]]\nurl = \"unix:///a\"\n") == nil)
        // A host's other groups stand in for nothing; an emitter goes through all of them.
        #expect(try fails(encrypted + plain + "group = \"other\"\n") == nil)
        #expect(try fails(encrypted + plain + "group = \"other\"\n", .emitter) != nil)
        let urls = ["MY_DOCKER_NETWORK_URL": "https://h,amqp://h"]
        let fromVariable = try fails("", .emitter, urls)
        #expect(fromVariable?.status == .configuration)
        #expect(fromVariable?.message.contains("MY_DOCKER_NETWORK_URL") == true)
        #expect(try fails(encrypted + plain + "allow-plain = true\n", .emitter, urls) == nil)
        var overrides = Overrides()
        overrides.urls = ["https://h", "amqp://h"]
        let fromFlag = try fails("", .emitter, [:], overrides)
        #expect(fromFlag?.status == .usage)
    }

    @Test("flags over environment over file")
    func precedence() throws {
        _ = try folder.write(
            "config.toml",
            """
            domain = "file"
            [[transports]]
            url = "amqp://file"
            queue = "exclusive"
            password-file = "/file"
            [[transports]]
            url = "amqp://second"
            [emit]
            hostnames = ["file"]
            addresses = ["file0"]
            lease = "10s"
            """)
        let variables = [
            "MY_DOCKER_NETWORK_URL": "amqp://one , amqp://two", "MY_DOCKER_NETWORK_DOMAIN": "env",
            "MY_DOCKER_NETWORK_HOSTNAME": "a.env,b", "MY_DOCKER_NETWORK_ADDRESS": "env0",
            "MY_DOCKER_NETWORK_LEASE": "20s", "MY_DOCKER_NETWORK_LOG_LEVEL": "DEBUG",
            "MY_DOCKER_NETWORK_PASSWORD": "pw",
        ]
        let file = try loader(.emitter).load()
        #expect(
            file.domain.name == "file" && file.transports.map(\.url.host) == ["file", "second"])
        let environment = try loader(.emitter, variables).load()
        #expect(environment.domain.name == "env")
        #expect(environment.transports.map(\.url.host) == ["one", "two"])
        #expect(environment.transports.compactMap(\.broker?.queue) == [.exclusive, .durable])
        #expect(environment.transports.allSatisfy { $0.password == .value(Secret("pw")) })
        #expect(environment.emit.hostnames.map(\.name) == ["a", "b"])
        #expect(environment.emit.addresses == [.interface("env0")])
        #expect(environment.emit.lease == Lease(seconds: 20))
        #expect(environment.logLevel == .debug)
        let flags = try loader(
            .emitter, variables,
            Overrides(
                urls: ["amqp://flag"], logLevel: "error", hostnames: ["flag"],
                addresses: ["10.0.0.1"])
        ).load()
        #expect(flags.transports.map(\.url.host) == ["flag"])
        #expect(flags.transports[0].broker?.queue == .exclusive)
        #expect(flags.emit.hostnames.map(\.name) == ["flag"])
        #expect(flags.emit.addresses?.map(\.description) == ["10.0.0.1"])
        #expect(flags.logLevel == .error)
    }

    @Test("a replaced URL takes the file's password along only where it stands in a file")
    func passwordsOfReplacedURLs() throws {
        let path = try folder.write("config.toml", "[[transports]]\nurl = \"amqp://u:old@file\"")
        let variables = ["MY_DOCKER_NETWORK_URL": "amqp://new", "MY_DOCKER_NETWORK_CONFIG": path]
        let configuration = try loader(.host, variables).load()
        #expect(configuration.transports[0].password == .default)
    }

    @Test("reads the 2014 file where there is no TOML file")
    func legacy() throws {
        let path = try folder.write(
            "legacy",
            """
            # my-docker-network
            start=0
            username="user"
            password='p$w'
            hostname=broker.example
            vhost_name=/
            """)
        let configuration = try loader().load()
        #expect(configuration.file == path && !configuration.isStartWanted)
        #expect(
            configuration.transports[0].url.description == "amqp://user@broker.example:5672/%2f")
        #expect(configuration.transports[0].password == .value(Secret("p$w")))
        #expect(configuration.sinks == [SinkSettings(DnsmasqAdapter(.file))])
        #expect(configuration.sinks[0].path == "/etc/my-docker-network-hosts")
        _ = try folder.write("config.toml", "")
        #expect(try loader().load().isStartWanted)
    }

    @Test(
        "start is on unless it is missing, empty or 0",
        arguments: [
            ("start=1", true), ("start=2", true), ("start=yes", true),
            ("export start='on' #", true),
            ("start=\"1\"", true), ("start=1\r", true), ("start=0", false), ("start=", false),
            ("start=''", false), ("# start=1", false), ("", false), ("start=1\nstart=0", false),
        ])
    func legacyStart(text: String, isWanted: Bool) throws {
        _ = try folder.write("legacy", text)
        #expect(try loader().load().isStartWanted == isWanted)
    }

    @Test("what the 2014 file says beside its settings is ignored, with a warning")
    func unknownLegacy() throws {
        _ = try folder.write(
            "legacy", "start=1\n\nhostnam=x\nPATH=$PATH:/opt\nset -e\nusername=user\n")
        let configuration = try loader().load()
        #expect(configuration.transports[0].url.user == "user")
        #expect(configuration.warnings.count == 3)
        for (warning, words) in zip(
            configuration.warnings, [":3: ignored: unknown setting 'hostnam'", ":4: ", ":5: "])
        {
            #expect(warning.contains(words))
        }
    }

    @Test(
        "a wrong 2014 file is an error with its line",
        arguments: [
            ("hostname='a b'", ":1: hostname must be"), ("username=", ":1: username must have"),
            ("start=1; id", ":1: the line has"),
        ])
    func wrongLegacy(text: String, message: String) throws {
        _ = try folder.write("legacy", text)
        let error = try #require(throws: ToolError.self) { try loader().load() }
        #expect(error.status == .configuration && error.message.contains(message), "\(error)")
    }

    @Test(
        "a wrong variable or flag is named",
        arguments: [
            (
                ["MY_DOCKER_NETWORK_URL": "amqp://h:x"], Overrides(),
                DockerNetworkProgram.ExitStatus.configuration,
                "MY_DOCKER_NETWORK_URL: "
            ),
            (["MY_DOCKER_NETWORK_URL": "ftp://h"], Overrides(), .configuration, "'ftp'"),
            (["MY_DOCKER_NETWORK_URL": "amqp://h,"], Overrides(), .configuration, "a scheme"),
            (["MY_DOCKER_NETWORK_LEASE": "1500ms"], Overrides(), .configuration, "_LEASE: must be"),
            (["MY_DOCKER_NETWORK_DOMAIN": "a b"], Overrides(), .configuration, "_DOMAIN: "),
            (["MY_DOCKER_NETWORK_HOSTNAME": "a_b"], Overrides(), .configuration, "'a_b'"),
            (["MY_DOCKER_NETWORK_LOG_LEVEL": "loud"], Overrides(), .configuration, "one of trace"),
            (
                ["MY_DOCKER_NETWORK_PASSWORD": "a", "MY_DOCKER_NETWORK_PASSWORD_FILE": "b"],
                Overrides(), .configuration, "exclude each other"
            ),
            (
                ["MY_DOCKER_NETWORK_CONFIG": "/nonexistent/x.toml"], Overrides(), .configuration,
                "/nonexistent/x.toml: cannot read the configuration: no such file"
            ),
            ([:], Overrides(configurationFile: "/"), .configuration, "not a regular file"),
            ([:], Overrides(urls: ["amqp://u:geheim@h"]), .usage, "--url: a password must not"),
            ([:], Overrides(urls: ["amqp://u:geheim@h:x"]), .usage, "--url: the URL's port"),
            ([:], Overrides(hostnames: ["a..b"]), .usage, "HOSTNAME: the hostname 'a..b' has"),
            ([:], Overrides(hostnames: ["u:geheim@h"]), .usage, "HOSTNAME: "),
            ([:], Overrides(addresses: ["10.0.0"]), .usage, "--address: '10.0.0' must be"),
            ([:], Overrides(addresses: ["127.0.0.1"]), .usage, "a loopback address"),
        ])
    func wrong(
        environment: [String: String], overrides: Overrides,
        status: DockerNetworkProgram.ExitStatus, message: String
    ) throws {
        let error = try #require(throws: ToolError.self) {
            try loader(.emitter, environment, overrides).load()
        }
        #expect(error.status == status)
        #expect(error.message.contains(message), "\(error)")
        #expect(!error.message.contains("geheim"))
    }

    @Test("an emitter that is told its URL does not look at the 2014 file")
    func emitterSkipsLegacy() throws {
        _ = try folder.write("legacy", "username=")
        let variables = ["MY_DOCKER_NETWORK_URL": "amqp://h"]
        #expect(try loader(.emitter, variables).load().transports[0].url.host == "h")
        #expect(throws: ToolError.self) { try loader(.host, variables).load() }
    }
}
