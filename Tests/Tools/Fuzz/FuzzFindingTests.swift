import DockerNetwork
import DockerNetworkConfiguration
import DockerNetworkProgram
import Testing

/// What fuzzing found, or what was found while looking for more of the same.
@Suite struct FuzzFindingTests {
    private static func message(_ text: String) throws -> String {
        let error = try #require(throws: ToolError.self) { try Configuration.loaded(text) }
        return error.message
    }

    /// The parser calls itself for each level.
    @Test(arguments: [
        ("a", ".a", " = 1"), ("[a", ".a", "]"), ("[[a", ".a", "]]"), ("a = ", "[", ""),
        ("a = ", "{a=", ""), ("a = ", "[{a.a=", ""),
    ])
    func whatLiesTooDeepIsRefused(beginning: String, unit: String, end: String) throws {
        for count in [33, 100_000] {
            let text = beginning + String(repeating: unit, count: count) + end
            #expect(try Self.message(text).contains(":1: not TOML here: no setting lies deeper"))
        }
    }

    /// What once ended a parser: nothing after the T, or after a blank and a digit.
    @Test(arguments: [
        "1979-05-27Tinf07:32:00", "1979-05-27T:", "07:32:00x", "1979-05-27t-07:32",
        "1979-05-27 0", "1979-05-27 0 '''x'''", "19_79-05-27 0", "12-4-67-90 0",
    ])
    func whatOnlyResemblesATimeIsRefused(value: String) throws {
        let message = try Self.message("\nhost-name = \(value) # \u{E9}")
        #expect(message.contains(":2: not TOML here: a date or time looks like"))
    }

    @Test(arguments: [
        "1979-05-27T07:32:00Z", "1979-05-27 07:32:00.25-07:00", "1979-05-27t07:32:00+00:00",
        "07:32:00", "07:32:00.999999", "1979-05-27", "1979-05-27T07:32:00",
    ])
    func everyTimeIsNamedAsSuch(value: String) throws {
        #expect(try Self.message("host-name = \(value)  ").contains("not a date or time"))
    }

    /// A blank of Unicode is none of TOML.
    @Test(arguments: [
        "\u{E9} = 1", "a\u{A0}= 1", "a = \u{2005}1", "[\u{FEFF}a]", "a = 1\u{4DFF}",
        "\"\"\"\\\n \u{E9}\"\"\" = 1",
    ])
    func onlyStringsAndCommentsGoBeyondASCII(text: String) throws {
        let message = try Self.message("# \u{E9}\n\(text)")
        #expect(message.contains(":2: not TOML here"), "\(message)")
    }

    @Test func aTextGoesOnInTheNextLine() throws {
        let text = "host-name = \"\"\"gate\\\n  -1\"\"\""
        #expect(try Configuration.loaded(text).hostName?.text == "gate-1")
    }

    /// The mark was once taken for a part of the first key.
    @Test func aByteOrderMarkMeansNothing() throws {
        #expect(try Self.message("\u{FEFF}[=]").contains(":1: not TOML here: a header must name"))
        #expect(try Self.message("\u{FEFF}domain = 1").contains("config.toml:1: domain must be"))
        #expect(try Configuration.loaded("\u{FEFF}domain = \"example\"").domain.name == "example")
    }

    /// As characters, `0` and a mark after it are one.
    @Test func aMarkHidesNothing() throws {
        #expect(try Self.message("host-name = \"a\\u0000\u{301}\"").contains("hold a NUL"))
        #expect(TimeText.parse("5\u{301}s") == nil)
    }

    @Test func aURLInThePlaceOfADomainIsNotRepeated() throws {
        let variables = ["MY_DOCKER_NETWORK_DOMAIN": "amqp://u:geheim@h"]
        let loader = ConfigurationLoader(program: .emitter, environment: Environment(variables))
        let error = try #require(throws: ToolError.self) { try loader.load() }
        #expect(error.message.hasPrefix("MY_DOCKER_NETWORK_DOMAIN: "))
        #expect(!error.message.contains("geheim"))
    }
}
