import DockerNetworkConfiguration
import DockerNetworkProgram
import my_docker_network_emit
import Testing

@Suite("Settings of which only what is right counts")
struct TolerantSettingsTests {
    private static func read(
        _ variables: [String: String] = [:], _ overrides: Overrides = Overrides()
    ) -> TolerantSettings {
        TolerantSettings(
            ConfigurationLoader(
                program: .emitter,
                environment: Environment(
                    Dictionary(
                        uniqueKeysWithValues: variables.map { ("MY_DOCKER_NETWORK_\($0)", $1) })),
                overrides: overrides))
    }

    @Test("a wrong value that has a default is left out, and said with where it stands")
    func defaults() {
        let settings = Self.read(
            ["LEASE": "0s", "LOG_LEVEL": "loud", "DOMAIN": "-"], Overrides(logLevel: "louder"))
        #expect(settings.canAnnounce)
        #expect(settings.faults.count == 4)
        for words in ["'0s'", "'loud'", "'louder'", "'-'"] {
            #expect(settings.faults.contains { $0.message.contains(words) })
        }
        #expect(settings.loader.environment[.lease] == nil)
        #expect(settings.loader.overrides.logLevel == nil)
    }

    @Test("of several names, addresses and URLs those that are right count")
    func some() {
        let settings = Self.read(
            [
                "HOSTNAME": "a b, Web_1, db", "ADDRESS": "10.9.8.7,1.2.3",
                "URL": "garbage, amqp://a:p@h/v",
            ])
        #expect(settings.canAnnounce)
        #expect(settings.loader.environment.list(.hostname) == ["web-1", "db"])
        #expect(settings.loader.environment.list(.address) == ["10.9.8.7"])
        #expect(settings.loader.environment.list(.url) == ["amqp://a:p@h/v"])
        #expect(settings.faults.count == 3)
        #expect(settings.repairs.count == 1)
    }

    @Test(
        "where none is right, nothing else is announced in its place",
        arguments: [
            Overrides(hostnames: ["a b"]), Overrides(addresses: ["1.2.3"]),
            Overrides(urls: ["garbage"]),
        ])
    func none(overrides: Overrides) {
        let settings = Self.read([:], overrides)
        #expect(!settings.canAnnounce)
        #expect(settings.faults.count == 1)
    }

    @Test(
        "a password in a wrong URL is not told",
        arguments: [
            "amqp://user:geheim@127.0.0.1:99999/x", "amqp://user:geheim", "amqp://geheim@",
            "user:geheim@h",
            "amqp://h/v?password=geheim", "amqp://user:ge@heim@h:port/v",
        ])
    func secrets(url: String) {
        let settings = Self.read(["URL": url])
        #expect(settings.faults.count == 1)
        #expect(settings.faults.allSatisfy { !$0.message.contains("geheim") })
        #expect(settings.faults.allSatisfy { !$0.message.contains("heim") })
    }
}
