import DockerNetworkConfiguration
import Testing
import TestSupport

@Suite("Lines of settings")
struct SettingLinesTests {
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

    @Test(
        "finds every key",
        arguments: [
            ("domain", 2), ("text", 3), ("list", 7), ("list/1", 8), ("list/2", 9), ("inline", 11),
            ("inline/one", 11), ("inline/two/1", 11), ("inline/three/four", 11),
            ("quoted key", 12), ("transports", 15), ("transports/0", 15), ("transports/0/url", 16),
            ("transports/1", 17), ("transports/1/queue", 18), ("policy", 19),
            ("policy/users/al.ice", 19), ("policy/users/al.ice/allowed-names", 20),
            ("policy/users/al.ice/unknown", 19),
        ])
    func finds(path: String, line: Int) {
        let lines = SettingLines(Self.document.utf8)
        #expect(lines.line(of: Self.path(path)) == line)
    }

    @Test("knows nothing of what is not there")
    func absent() {
        let lines = SettingLines(Self.document.utf8)
        for path in ["inner", "not", "x"] { #expect(lines.line(of: Self.path(path)) == nil) }
    }

    @Test("comes to an end, whatever the bytes are", arguments: 1...300)
    func ends(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let alphabet = Array("[[]]{}\"\"\"'''\\=,.#\n\r\t a1-\u{E4}".utf8)
        let bytes = (0..<200).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
        let lines = SettingLines(bytes)
        #expect(lines.line(of: SettingPath()) == nil)
    }

    private static func path(_ text: String) -> SettingPath {
        SettingPath(
            text.split(separator: "/").map { Int($0).map { .index($0) } ?? .key(String($0)) })
    }
}
