import DockerNetworkConfiguration
import Testing
import TestSupport

@Suite("Endpoint URLs")
struct EndpointURLTests {
    @Test(
        "reads every part",
        arguments: [
            (
                "amqp://host@127.0.0.1:5672/my-docker-network", "amqp", "host", "127.0.0.1", 5672,
                "my-docker-network"
            ),
            ("amqp://gateway", "amqp", nil, "gateway", nil, "/"),
            ("AMQPS://a%40b@Broker.Example/", "amqps", "a@b", "broker.example", nil, "/"),
            ("amqp://u@[FD00::0:1]:1/%2f", "amqp", "u", "fd00::1", 1, "/"),
            ("amqp://u@my_broker/a%2Fb", "amqp", "u", "my_broker", nil, "a/b"),
        ] as [(String, String, String?, String, Int?, String)])
    func reads(
        text: String, scheme: String, user: String?, host: String, port: Int?, virtualHost: String
    ) throws {
        let expected = EndpointURL(
            scheme: scheme, user: user, host: host, port: port, virtualHost: virtualHost)
        #expect(try EndpointURL(text) == expected)
    }

    @Test(
        "reads the path before the virtual host, and prints it as it can be read again",
        arguments: [
            ("http://u@h/mq/v", ["mq"], "v"), ("https://h:1/a%20b/%2f/%2f", ["a b", "/"], "/"),
            ("http://h/mq/", ["mq"], "/"), ("http://h/v", [], "v"), ("http://h", [], "/"),
        ])
    func readsPrefix(text: String, prefix: [String], virtualHost: String) throws {
        let url = try EndpointURL(text)
        #expect(url.pathPrefix == prefix && url.virtualHost == virtualHost)
        #expect(try EndpointURL(url.description) == url)
    }

    @Test(
        "reads a socket's path, and prints it as it can be read again",
        arguments: [
            ("unix:///run/my-docker-network/announce.sock", "/run/my-docker-network/announce.sock"),
            ("UNIX:///a%20b/%C3%A4", "/a b/ä"), ("unix:///x@y:z", "/x@y:z"),
            ("unix:///%2f/x", "///x"),
        ])
    func readsSocket(text: String, path: String) throws {
        let url = try EndpointURL(text)
        #expect(url == EndpointURL(socketPath: path))
        #expect(url.scheme == "unix" && url.user == nil && url.password == nil && url.port == nil)
        #expect(try EndpointURL(url.description) == url)
    }

    @Test(
        "refuses, and says why",
        arguments: [
            ("", .noScheme), ("127.0.0.1", .noScheme), ("amqp:/h", .noScheme),
            ("amqp://", .noHost), ("amqp://u@", .noHost), ("amqp://u@:1", .noHost),
            ("amqp://u@h:0", .invalidPort), ("amqp://h:65536", .invalidPort),
            ("amqp://h:", .invalidPort), ("amqp://h:1x", .invalidPort),
            ("amqp://[::1", .invalidHost), ("amqp://[::1]x", .invalidPort),
            ("amqp://[eth0]", .invalidHost), ("amqp://1.2.3", .invalidHost),
            ("amqp://1.2.3.04", .invalidHost), ("amqp://-h", .invalidHost),
            ("amqp://a..b", .invalidHost), ("amqp://h/a/b", .severalSegments),
            ("amqp://h/a?x=1", .queryOrFragment), ("amqp://h/#", .queryOrFragment),
            ("amqp://h/a b", .invalidCharacter), ("amqp://h/ä", .invalidCharacter),
            ("amqp://h/%zz", .invalidEncoding), ("amqp://h/%ff", .invalidEncoding),
            ("amqp://h/%00", .invalidEncoding), ("amqp://a@b@h", .strayAt),
            ("unix://", .noSocketPath), ("unix://run/x", .noSocketPath),
            ("unix:///run/", .noSocketPath), ("unix:///", .noSocketPath),
            ("unix://host/run/x", .noSocketPath), ("unix:///a%00", .invalidEncoding),
            ("unix:///" + String(repeating: "x", count: 100), .noSocketPath),
            ("unix:///a?b", .queryOrFragment), ("amqp://u:pa/ss@h", .strayAt),
            ("amqp://:pw@h", .emptyUser), ("http://h//v", .invalidPrefix),
            ("http://h/../v", .invalidPrefix), ("http://h/a/%2e/v", .invalidPrefix),
            ("http://h/a/v@x", .strayAt), ("http://h/%zz/v", .invalidEncoding),
        ] as [(String, EndpointURLError)])
    func refuses(text: String, error: EndpointURLError) {
        #expect(throws: error) { try EndpointURL(text) }
    }

    @Test("no error repeats a password")
    func errorsAreSilent() {
        for text in [
            "amqp://u:geheim@h:x/v", "amqp://u:geheim/v@h", "amqp://u:geheim@h/a/b",
            "amqp://u:geheim @h", "amqp://u:geheim#@h", "http//u:geheim@h", "amqp://u:geheim@@h",
        ] {
            do {
                _ = try EndpointURL(text)
                Issue.record("\(text) was read")
            } catch {
                #expect(!error.description.contains("geheim"))
            }
        }
    }

    @Test("what is printed is read back, whatever user and virtual host are", arguments: 1...200)
    func roundTrip(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let url = EndpointURL(
            scheme: ["amqp", "amqps"].randomElement(using: &generator) ?? "amqp",
            user: Bool.random(using: &generator) ? Self.text(using: &generator) : nil,
            host: ["gateway", "10.0.0.1", "fd00::1", "b-1.example"].randomElement(using: &generator)
                ?? "h",
            port: Bool.random(using: &generator) ? .random(in: 1...65_535, using: &generator) : nil,
            virtualHost: Self.text(using: &generator))
        #expect(try EndpointURL(url.description) == url)
    }

    private static func text(using generator: inout SeededGenerator) -> String {
        let length = Int.random(in: 1...20, using: &generator)
        var text = ""
        while text.unicodeScalars.count < length {
            let value = UInt32.random(in: 1...0x2FF, using: &generator)
            if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
        }
        return text
    }
}
