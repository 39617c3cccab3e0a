import DockerNetwork
import Testing

@Suite struct NameTests {
    @Test(arguments: [
        ("web", "web"), ("WEB", "web"), ("my-cool-host", "my-cool-host"), ("web.shop", "web.shop"),
        ("web.docker", "web"), ("web.shop.DOCKER", "web.shop"), ("docker", "docker"),
        ("0ff1ce", "0ff1ce"), ("123456789012", "123456789012"), ("webdocker", "webdocker"),
        ("a-1.b-2", "a-1.b-2"),
    ])
    func readsHostnames(text: String, name: String) throws {
        #expect(try Hostname(text, in: .docker).name == name)
    }

    @Test(arguments: [
        ("", NameError.empty), (".", .emptyLabel), ("a..b", .emptyLabel), (".web", .emptyLabel),
        ("web.", .emptyLabel), ("-web", .hyphenAtEdge), ("web-", .hyphenAtEdge),
        ("a.-b", .hyphenAtEdge), ("my_host", .invalidByte(UInt8(ascii: "_"))),
        ("a b", .invalidByte(UInt8(ascii: " "))), ("a\nb", .invalidByte(10)),
        ("a\0", .invalidByte(0)), ("ä", .invalidByte(0xC3)),
        ("a:b", .invalidByte(UInt8(ascii: ":"))),
        ("10.0.0.1", .address), ("10.0.0.1.docker", .address),
        (String(repeating: "a", count: 64), .labelTooLong),
    ])
    func refusesOtherTexts(text: String, error: NameError) {
        #expect(throws: error) { try Hostname(text, in: .docker) }
    }

    @Test func takesNamesUpTo253BytesWithTheDomain() throws {
        let label = String(repeating: "a", count: 61)
        // 4 x 61 + 3 dots = 247 bytes, and "docker" with its dot makes 254.
        let longest = Array(repeating: label, count: 4).joined(separator: ".").dropLast()
        #expect(try Hostname(longest, in: .docker).qualified(in: .docker).utf8.count == 253)
        #expect(throws: NameError.tooLong) { try Hostname(longest + "b", in: .docker) }
    }

    @Test func domainsOfSeveralLabelsAreTakenOffToo() throws {
        let domain = try Domain(".Containers.Example")
        #expect(domain.name == "containers.example")
        #expect(try Hostname("web.containers.example", in: domain).name == "web")
        #expect(try Hostname("web", in: domain).qualified(in: domain) == "web.containers.example")
    }

    @Test(arguments: ["", ".", "a..b", "-a", "a_b"])
    func refusesOtherDomains(text: String) {
        #expect(throws: NameError.self) { try Domain(text) }
    }

    @Test(arguments: [
        ("*", "web.shop", true), ("alice-*", "alice-web", true), ("alice-*", "alice", false),
        ("*-db", "main-db", true), ("*-db", "main-db2", false), ("a*b*c", "a1b2b3c", true),
        ("a*b*c", "a1c", false), ("web", "web", true), ("web", "web1", false), ("WEB", "web", true),
        ("*.shop", "web.shop", true), ("**", "x", true), ("a*", "a", true),
    ])
    func patternsMatch(pattern: String, name: String, matches: Bool) throws {
        let hostname = try Hostname(name, in: .docker)
        #expect(try #require(NamePattern(pattern)).matches(hostname) == matches)
    }

    @Test(arguments: ["", "a b", "a?", "ä*", "a_b"])
    func refusesOtherPatterns(text: String) {
        #expect(NamePattern(text) == nil)
    }
}
