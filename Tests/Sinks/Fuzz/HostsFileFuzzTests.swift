import DockerNetwork
import DockerNetworkHostsFile
import TestSupport
import Testing

/// Hosts files that others, people and programs, have edited.
@Suite struct HostsFileFuzzTests {
    private static let ours = "#my-docker-network was here"
    private static let held =
        "10.0.0.2 web.docker \(ours) instance=01234567-89ab-4def-8123-456789abcdef"
        + " started=1700000000000 sequence=7"
    private static let samples = [
        "127.0.0.1\tlocalhost\n::1 ip6-localhost # v6\n\n10.0.0.1 db.docker \(ours)\n\(held)\n",
        "\(held) lease=30\n\(held)\nfd00::1 web.shop.docker \(ours)\n",
        "127.0.0.1 localhost\r\n10.0.0.1 web.docker \(ours)\r\n\r\n10.0.0.1 web.docker \(ours)",
        "10.0.0.1 web.docker \(ours)\n10.0.0.1 Web.Docker \(ours)\n",
    ]
    private static let tokens = [
        "\n", "\r\n", "\r", " ", "\t", "#", "\0", "\u{FEFF}", ".docker", "10.0.0.1 ", "fd00::2 ",
        "127.0.0.1 ", " \(ours)", " instance=", " started=", " sequence=", " lease=", "0", "1", "-",
        "9223372036854775807", "9223372036854775808", "\u{E9}", "a.docker", "docker",
        "10.0.0.3 a.docker \(ours)\n",
    ]

    @Test func foreignBytesStayWhateverStandsBesideThem() async throws {
        let run = FuzzRun("hosts-file", seed: 0x405, inputs: 800)
        var generator = SeededGenerator(seed: run.seed)
        let bytes = FuzzBytes(samples: Self.samples, tokens: Self.tokens)
        let entries = [
            try Sample.entry("web", "10.0.1.1"), try Sample.entry("web", "fd00::1"),
            try Sample.entry("db", "10.0.1.1", holder: Sample.holder(1), lease: 30),
            try Sample.entry("db", "fd00::1", holder: Sample.holder(2)),
            try Sample.entry("db", "10.0.1.2", lease: 30),
        ]
        var withOurs = 0
        while await run.goesOn() {
            let input = bytes.next(using: &generator)
            run.note(input)
            let kept = Array(entries.shuffled(using: &generator).prefix(input.count % 4))
            if Self.check(input, replacedBy: kept) { withOurs += 1 }
        }
        #expect(withOurs > run.count / 5)
        run.finish()
    }

    /// Tries one file; whether it had lines of ours.
    private static func check(_ input: [UInt8], replacedBy kept: [Entry]) -> Bool {
        let shown = ShownText.escaped(input)
        let read = HostsFile(parsing: input, domain: .docker)
        expectSound(read, input, shown)
        let again = HostsFile(parsing: read.rendered(), domain: .docker)
        #expect(again == read, "\(shown)")
        #expect(again.rendered() == read.rendered(), "\(shown)")

        var replaced = read
        replaced.replaceEntries(kept)
        #expect(Set(replaced.entries) == Set(kept), "\(shown)")
        #expect(HostsFile(parsing: replaced.rendered(), domain: .docker) == replaced, "\(shown)")
        replaced.replaceEntries([])
        // What is left when the last of ours goes is what others wrote.
        #expect(replaced.rendered().starts(with: read.foreign), "\(shown)")
        #expect(replaced.rendered().count <= read.foreign.count + 2, "\(shown)")
        return !read.entries.isEmpty
    }

    /// Whether every line is either foreign, byte for byte, or one of ours.
    private static func expectSound(_ file: HostsFile, _ input: [UInt8], _ shown: String) {
        var foreign: [UInt8] = []
        var registrations: Set<Registration> = []
        var lines = input.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let last = lines.removeLast()
        for line in lines.map({ $0 + [UInt8(ascii: "\n")] }) + (last.isEmpty ? [] : [last]) {
            let single = HostsFile(parsing: Array(line), domain: .docker)
            #expect(single.foreign.isEmpty != single.entries.isEmpty, "\(shown)")
            foreign += single.foreign
            registrations.formUnion(single.entries.map(\.registration))
            guard !single.entries.isEmpty else { continue }
            #expect(isOurs(line), "\(shown)")
        }
        let isEnded = file.entries.isEmpty || foreign.isEmpty || foreign.last == UInt8(ascii: "\n")
        let added: [[UInt8]] =
            isEnded ? [[]] : [[UInt8(ascii: "\n")], [UInt8(ascii: "\r"), UInt8(ascii: "\n")]]
        #expect(added.contains { foreign + $0 == file.foreign }, "\(shown)")
        #expect(Set(file.entries.map(\.registration)) == registrations, "\(shown)")
        #expect(file.entries.count == registrations.count, "\(shown)")
    }

    /// Whether a line has the form of ours at all: the plainest way to say it.
    private static func isOurs(_ line: some Collection<UInt8>) -> Bool {
        let text = String(decoding: line, as: UTF8.self)
        let form =
            /[0-9A-Fa-f.:]+ [0-9A-Za-z.-]+\.[Dd][Oo][Cc][Kk][Ee][Rr] #my-docker-network was here( instance=[0-9A-Fa-f-]{36} started=[0-9]+ sequence=[0-9]+( lease=[0-9]+)?)?\n?/
        return text.wholeMatch(of: form) != nil
    }
}
