import DockerNetwork
import DockerNetworkConfiguration
import DockerNetworkProgram
import Logging
import Testing
import my_docker_network

@Suite("Texts")
struct TextTests {
    @Test(
        "times",
        arguments: [
            ("500ms", .milliseconds(500)), ("0s", .zero), ("30s", .seconds(30)),
            ("5m", .seconds(300)), ("2h", .seconds(7_200)), ("", nil), ("5", nil), ("s", nil),
            ("-1s", nil), ("+1s", nil), ("1.5s", nil), ("1 s", nil), ("1d", nil), ("1S", nil),
            ("999999999999h", nil), ("9999999999999s", nil),
        ] as [(String, Duration?)])
    func times(text: String, duration: Duration?) {
        #expect(TimeText.parse(text) == duration)
    }

    @Test(
        "a time is read back from what is printed",
        arguments: [0, 1, 1_500, 30_000, 60_000, 7_200_000])
    func timesRoundTrip(milliseconds: Int) {
        let duration = Duration.milliseconds(milliseconds)
        #expect(TimeText.parse(TimeText.text(duration)) == duration)
    }

    @Test(
        "leases",
        arguments: [
            ("1s", 1), ("720h", 2_592_000), ("721h", nil), ("0s", nil),
            ("1500ms", nil), ("2000ms", 2),
        ] as [(String, Int64?)])
    func leases(text: String, seconds: Int64?) {
        #expect(LeaseText.parse(text)?.seconds == seconds)
    }

    @Test(
        "edit distance",
        arguments: [("", "abc", 3), ("queue", "quue", 1), ("kitten", "sitting", 3), ("a", "a", 0)])
    func distance(left: String, right: String, expected: Int) {
        #expect(EditDistance.between(left, right) == expected)
        #expect(EditDistance.between(right, left) == expected)
    }

    @Test("JSON strings are escaped")
    func json() {
        #expect(JSONText.string("a\"b\\c\n\u{1}ä") == #""a\"b\\c\u000a\u0001ä""#)
        #expect(JSONText.array([]) == "[]")
    }

    @Test("control characters of a terminal are not printed")
    func printable() {
        #expect(Printable.quoted("a\u{1B}[31m\nb\u{202E}") == "'a?[31m?b?'")
        for scalar in "\u{9B}\u{2028}\u{200F}\u{2066}\u{FEFF}\u{E0041}\u{AD}".unicodeScalars {
            #expect(!scalar.isPrintable && LogText.line("a\(scalar)b") == "a?b")
            #expect(JSONText.string("\(scalar)").allSatisfy { $0.isASCII })
        }
        #expect("aä€😀 ".unicodeScalars.allSatisfy { $0.isPrintable })
        #expect(JSONText.string("\u{E0041}") == #""\udb40\udc41""#)
        #expect(Printable.quoted(String(repeating: "x", count: 70)).hasSuffix("x…'"))
        #expect(!Printable.withoutSecrets("u:geheim@h").contains("geheim"))
        #expect(!Printable.url("amqp:/a:geheim@h amqps://[::1]:5671/v").contains("geheim"))
    }

    @Test("the argument parser's words lose what looks like a URL")
    func redacted() {
        let text = ProgramEnd.redacted(
            "Unexpected 'amqp://u:geheim@h' and --x=u:geheim@h: u:geheim@h",
            arguments: ["tool", "amqp://u:geheim@h", "--x=u:geheim@h"])
        #expect(!text.contains("geheim"))
    }

    @Test("a record is one line")
    func logLine() {
        let line = LineLogHandler.line(
            time: "T", level: .warning, message: "bad\nline",
            metadata: ["b": "two words", "a": "1", "c": "", "d": "x\u{1B}"], hasColours: false)
        #expect(line == "T warning bad?line a=1 b=\"two words\" c=\"\" d=x?\n")
    }

    @Test(
        "times of day",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"),
            (1_795_505_752_195_825, "2026-11-24T07:35:52.195Z"),
        ] as [(Int64, String)])
    func clock(microseconds: Int64, text: String) {
        #expect(UTCTime.text(microseconds: microseconds) == text)
    }

    @Test(
        "every transport failure has its exit status",
        arguments: [
            (.unreachable, 69), (.closed, 69), (.noHost, 69), (.timedOut, 75), (.refused, 77),
            (.configuration, 78), (.unsupported, 69), (.inUse, 69), (.superseded, 69),
        ] as [(TransportError.Code, Int32)])
    func statuses(code: TransportError.Code, status: Int32) {
        #expect(ToolError(TransportError(code, "x")).status.rawValue == status)
    }

    @Test(
        "host names fit into a queue's name",
        arguments: [
            ("gate-1_a.b", true), ("", false),
            ("a b", false), ("a/b", false), ("ä", false),
            (String(repeating: "x", count: 101), false),
        ])
    func hostNames(text: String, isValid: Bool) {
        #expect((HostName(text) != nil) == isValid)
    }
}
