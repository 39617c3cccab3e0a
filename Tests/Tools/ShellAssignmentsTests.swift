import DockerNetworkLegacy
import DockerNetworkProgram
import DockerNetworkSystem
import Testing
import TestSupport

@Suite("The 2014 file")
struct ShellAssignmentsTests {
    private static func values(_ text: String) throws -> [String: String] {
        try ShellAssignments(Array(text.utf8)).assignments.mapValues { $0.value.reveal() }
    }

    @Test("reads what a shell would take as data")
    func reads() throws {
        let values = try Self.values(
            """
            # comment; $(not run)
              start=1   # trailing
            export username='al;ice $HOME `id`'
            password="a\\"b\\\\c\\d;e"
            hostname=broker.example
            vhost_name=a'b c'"d e"f
            empty=
            start=0
            """)
        #expect(
            values == [
                "start": "0", "username": "al;ice $HOME `id`", "password": "a\"b\\c\\d;e",
                "hostname": "broker.example", "vhost_name": "ab cd ef", "empty": "",
            ])
    }

    @Test(
        "refuses what a shell would run or expand, and names the line without repeating it",
        arguments: [
            "rm -rf geheim", "a=geheim; id", "a=geheim;", "a=$geheim", "a=\"$geheim\"",
            "a=`geheim`", "a=\"`geheim`\"", "a=$(geheim)", "a=geheim id", "a = geheim", "a='geheim",
            "a=\"geheim", "a=geheim\\", "a=geheim&", "a=geheim|id", "a=geheim>x", "a=(geheim)",
            "a=~geheim", "a=geheim*", "1a=geheim", "=geheim", "export", "if geheim", "a=geheim#",
            "a=geheim\r", ". geheim", "a+=geheim",
        ])
    func refuses(line: String) throws {
        let error = try #require(throws: ShellAssignments.Failure.self) {
            try Self.values("start=1\n\(line)\n")
        }
        #expect(error.line == 2)
        #expect(!error.message.contains("geheim"))
    }

    @Test("any value in any quotes is read back", arguments: 1...300)
    func roundTrip(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var expected: [String: String] = [:]
        var text = ""
        for name in ["start", "username", "password", "hostname", "vhost_name"] {
            let (value, written) = Self.value(using: &generator)
            expected[name] = value
            let prefix = ["", "export ", "  ", "export\t"].randomElement(using: &generator) ?? ""
            let suffix = ["", " ", " # x", "\t#"].randomElement(using: &generator) ?? ""
            text += "\(prefix)\(name)=\(written)\(suffix)\n"
        }
        #expect(try Self.values(text) == expected, "\(text)")
    }

    /// A value, and one way in which a shell's file may write it.
    private static func value(using generator: inout SeededGenerator) -> (String, String) {
        let printable = (0x20...0x7E).compactMap { Unicode.Scalar($0).map(Character.init) }
        let count = Int.random(in: 0...12, using: &generator)
        let value = String(
            (0..<count).map { _ in printable.randomElement(using: &generator) ?? "x" })
        if Bool.random(using: &generator), !value.contains("'") { return (value, "'\(value)'") }
        var written = "\""
        for character in value {
            if "\"\\$`".contains(character) { written.append("\\") }
            written.append(character)
        }
        return (value, written + "\"")
    }
}
