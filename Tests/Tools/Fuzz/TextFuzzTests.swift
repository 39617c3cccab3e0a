import DockerNetworkConfiguration
import DockerNetworkProgram
import Testing
import TestSupport

/// URLs and times as flags and variables may give them.
@Suite struct TextFuzzTests {
    private static let urls = [
        "amqp://host@127.0.0.1:5672/my-docker-network", "amqps://a%40b:p%20w@[fd00::1]:5671/%2f",
        "amqp://gateway", "AMQP://Host_1.example/", "amqp+x://h:1",
        "unix:///run/my-docker-network/announce.sock", "unix:///a%20b/c",
    ]
    private static let urlTokens = [
        "://", ":", "@", "/", "%", "%2", "%2f", "%00", "%c3%a9", "%ff", "[", "]", "?", "#", " ",
        "\0", "\n", "..", "-", "_", "0", "65536", "::", "\u{E9}", "\u{301}", "\u{200D}", "amqp",
        "unix",
        "gateway", "1.2.3.4", "\u{FF0F}",
    ]

    @Test func everyURLIsReadBackAsItPrintsOrRefusedWithoutBeingRepeated() async {
        let run = FuzzRun("url", seed: 0x0A1, inputs: 4_000)
        var generator = SeededGenerator(seed: run.seed)
        let bytes = FuzzBytes(samples: Self.urls, tokens: Self.urlTokens)
        var valid = 0
        while await run.goesOn() {
            let input = bytes.next(using: &generator)
            run.note(input)
            let shown = ShownText.escaped(input)
            do throws(EndpointURLError) {
                var url = try EndpointURL(String(decoding: input, as: UTF8.self))
                valid += 1
                url.password = nil
                #expect((try? EndpointURL(url.description)) == url, "\(shown)")
                #expect(ShownText.isOneLine(url.description), "\(shown)")
                #expect((1...65_535).contains(url.port ?? 1), "\(shown)")
                for text in [url.user ?? "x", url.virtualHost] {
                    #expect((1...255).contains(text.utf8.count), "\(shown)")
                    #expect(!text.utf8.contains(0), "\(shown)")
                }
            } catch {
                #expect(ShownText.isOneLine(error.description), "\(shown)")
            }
        }
        #expect(valid > run.count / 20)
        run.finish()
    }

    @Test func everyTimeIsReadBackAsItPrints() async {
        let run = FuzzRun("time", seed: 0x71E, inputs: 4_000)
        var generator = SeededGenerator(seed: run.seed)
        let bytes = FuzzBytes(
            samples: ["500ms", "30s", "5m", "2h", "0s", "999999999999h", "87840h", "720h"],
            tokens: ["0", "1", "9", "ms", "s", "m", "h", " ", "-", "+", ".", "\u{661}", "\u{301}"])
        var valid = 0
        while await run.goesOn() {
            let input = bytes.next(using: &generator)
            run.note(input)
            let text = String(decoding: input, as: UTF8.self)
            let shown = ShownText.escaped(input)
            let duration = TimeText.parse(text)
            #expect(duration == Self.expected(text), "\(shown)")
            let lease = LeaseText.parse(text)
            guard let duration else {
                #expect(lease == nil, "\(shown)")
                continue
            }
            valid += 1
            #expect(TimeText.parse(TimeText.text(duration)) == duration, "\(shown)")
            let isLease =
                duration.components.attoseconds == 0
                && (.seconds(1) ... .seconds(2_592_000)).contains(duration)
            #expect((lease != nil) == isLease, "\(shown)")
        }
        #expect(valid > run.count / 20)
        run.finish()
    }

    /// The plainest way to say what a time is.
    private static func expected(_ text: String) -> Duration? {
        guard let match = text.wholeMatch(of: /([0-9]{1,12})(ms|s|m|h)/),
            let number = Int(match.1)
        else { return nil }
        let milliseconds = ["ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000][match.2] ?? 0
        let duration = Duration.milliseconds(number * milliseconds)
        return duration <= .seconds(10 * 366 * 86_400) ? duration : nil
    }
}
