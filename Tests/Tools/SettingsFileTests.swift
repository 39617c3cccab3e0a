import DockerNetworkConfiguration
import DockerNetworkProgram
import Testing
import TestSupport

@Suite("Settings files")
struct SettingsFileTests {
    private static let document = #"""
        # a comment with "quotes" and [brackets]
        domain = "docker"   # and another
        text = """
        inner = 1
        [not.a.table]
        """
        list = [ # comment ]
            "a]", 'b[',
            "c",
        ]
        inline = { one = 1, "two" = [1, 2], three.four = "}" }
        "quoted key" = '''
        x = 1'''

        [[transports]]
        url = "amqp://a#b"
        [[transports]]
        queue = "durable"
        [ policy . users."al.ice" ]
        allowed-names = []
        """#

    private static func read(_ text: String) throws -> SettingsFile {
        try SettingsFile(path: "f", bytes: Array(text.utf8))
    }

    @Test(
        "knows the line of every key",
        arguments: [
            ("domain", 2), ("text", 3), ("list", 7), ("list/1", 8), ("list/2", 9), ("inline", 11),
            ("inline/one", 11), ("inline/two/1", 11), ("inline/three/four", 11),
            ("quoted key", 12), ("transports", 15), ("transports/0", 15), ("transports/0/url", 16),
            ("transports/1", 17), ("transports/1/queue", 18), ("policy", 19),
            ("policy/users/al.ice", 19), ("policy/users/al.ice/allowed-names", 20),
            ("policy/users/al.ice/unknown", 19),
        ])
    func lines(path: String, line: Int) throws {
        #expect(try Self.read(Self.document).location(of: Self.path(path)) == "f:\(line)")
    }

    @Test("knows no line of what is not there")
    func absent() throws {
        let file = try Self.read(Self.document)
        for path in ["inner", "not", "x"] { #expect(file.location(of: Self.path(path)) == "f") }
    }

    @Test("comes to an end, whatever the bytes are", arguments: 1...300)
    func ends(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let alphabet = Array("[[]]{}\"\"\"'''\\=,.#\n\r\t a1-\u{E4}".utf8)
        let bytes = (0..<200).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
        _ = try? SettingsFile(path: "f", bytes: bytes)
    }

    /// Of each, the value of `a`.
    @Test(
        "reads every kind of value",
        arguments: [
            (#"a = "x\t\"\\\u00e9\U0001F600""#, .string("x\t\"\\\u{E9}\u{1F600}")),
            (#"a = 'x\t"'"#, .string(#"x\t""#)), ("a = ''", .string("")),
            ("a = \"\"\"\nx\r\ny\\\n   \n  z\"\"\"\"\"", .string("x\nyz\"\"")),
            ("a = '''\n\\''x'''", .string("\\''x")),
            ("a = \"\u{E9}#\" # \u{E9}", .string("\u{E9}#")),
            ("a = 0", .integer(0)), ("a = -17", .integer(-17)), ("a=+1_000", .integer(1_000)),
            ("a = 0xDEAD_beef", .integer(0xDEAD_BEEF)), ("a = 0o17", .integer(15)),
            ("a = 0b101", .integer(5)), ("a = 1.5", .number), ("a = -1e-3", .number),
            ("a = 6.02_1E+23", .number), ("a = inf", .number), ("a = -nan", .number),
            ("a = true", .boolean(true)), ("a = false\r\n", .boolean(false)),
            ("a = 1979-05-27", .date), ("a = 07:32:00.5", .date),
            ("a = 1979-05-27 07:32:00Z # x", .date), ("a = []", .array([])),
            ("a = [\n 1, # one\n 'x',\n]", .array([.integer(1), .string("x")])),
            ("a = {}", .table([:])),
            (
                "a = { b.c = 1, 'd e' = [{}] }",
                .table(["b": .table(["c": .integer(1)]), "d e": .array([.table([:])])])
            ),
            ("a.b = 1\na.c = 2", .table(["b": .integer(1), "c": .integer(2)])),
            ("[a.b]\n[a]\nc = 1", .table(["b": .table([:]), "c": .integer(1)])),
            ("[a]\nb.c = 1\n[a.b.d]", .table(["b": .table(["c": .integer(1), "d": .table([:])])])),
            (
                "[[a]]\n[[a]]\n[[a.b]]\nc = 1\n[a.d]",
                .array([
                    .table([:]),
                    .table(["b": .array([.table(["c": .integer(1)])]), "d": .table([:])]),
                ])
            ),
        ] as [(String, SettingValue)])
    func values(text: String, value: SettingValue) throws {
        let wanted = try Self.read("wanted = 1\n" + text)
        #expect(wanted.values["a"] == value)
    }

    @Test(
        "refuses what is no TOML, with the line",
        arguments: [
            "a", "a =", "a = 1 2", "a = 1 b = 2", "= 1", "a b = 1", "a. = 1", "a = [1 2]",
            "a = [1,,2]", "a = [1", "a = {b = 1", "a = {b = 1,}", "a = {b = 1\n}", "a = \"x",
            "a = \"x\ny\"", "a = 'x", "a = \"\"\"x", "a = \"\\x\"", "a = \"\\u12\"",
            "a = \"\\uD800\"", "a = \"\u{1}\"", "# \u{7F}", "a = 01", "a = 1_", "a = 1__0",
            "a = 0x", "a = -0x1", "a = 1.", "a = .5", "a = 1e", "a = 99999999999999999999",
            "a = True", "a = x", "a = 1\na = 2", "a = 1\na.b = 2", "a.b = 1\na = 2", "[a]\n[a]",
            "[a]\n[[a]]", "[[a]]\n[a]", "a = []\n[[a]]", "a = {}\n[a.b]", "a = {}\na.b = 1",
            "[a.b.c]\n[a]\nb.d = 1", "[a]\nb.c = 1\n[a.b]", "[a", "[[a]", "[a]]", "[]", "[a.]",
            "[a] b = 1", "\rb = 1",
        ])
    func refusals(text: String) throws {
        let error = try #require(throws: ToolError.self) { try Self.read("\n" + text) }
        #expect(error.status == .configuration)
        #expect(error.message.hasPrefix("f:"), "\(error.message)")
        #expect(error.message.contains(": not TOML here: "), "\(error.message)")
    }

    private static func path(_ text: String) -> SettingPath {
        SettingPath(
            text.split(separator: "/").map { Int($0).map { .index($0) } ?? .key(String($0)) })
    }
}
