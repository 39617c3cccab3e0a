import DockerNetworkBroker
import Testing

/// Text from outside, fit for one line.
struct TextTests {
    @Test(arguments: [
        ("a\nb\u{9B}c\u{2028}d", "a b c d"), ("a\u{202E}b\u{2066}c\u{200D}d\u{FEFF}", "abcd"),
        ("ä€😀", "ä€😀"), ("\u{E0041}x\u{AD}", "x"),
    ])
    func printable(text: String, shown: String) {
        #expect(text.printable(longest: 100) == shown)
        #expect(text.printable(longest: 3).utf8.count <= 3)
    }
}
