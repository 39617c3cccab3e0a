import DockerNetwork
import DockerNetworkHostsFile
import TestSupport
import Testing

struct HostsFileTests {
    private static let held =
        "10.0.0.2 web.docker #my-docker-network was here "
        + "instance=01234567-89ab-4def-8123-456789abcdef started=1700000000000 sequence=7"

    private func parse(_ text: String, domain: Domain = .docker) -> HostsFile {
        HostsFile(parsing: Array(text.utf8), domain: domain)
    }

    @Test func printsTheLinesOf2014AndTheHolder() throws {
        var file = HostsFile(domain: .docker)
        file.replaceEntries([
            try Sample.entry("web", "10.0.0.2", holder: Sample.holder(7), lease: 30),
            try Sample.entry("db", "fd00::1"),
            try Sample.entry("db", "10.0.0.3", lease: 60),
            try Sample.entry("web", "10.0.0.1", holder: Sample.holder(7)),
        ])
        let held = Self.held
        #expect(
            String(decoding: file.rendered(), as: UTF8.self) == """
                10.0.0.3 db.docker #my-docker-network was here lease=60
                fd00::1 db.docker #my-docker-network was here
                \(held.replacing("10.0.0.2", with: "10.0.0.1"))
                \(held) lease=30

                """)
    }

    @Test(arguments: [
        "10.0.0.1  web.docker #my-docker-network was here",
        "10.0.0.1\tweb.docker #my-docker-network was here",
        " 10.0.0.1 web.docker #my-docker-network was here",
        "10.0.0.1 web.docker  #my-docker-network was here",
        "10.0.0.1 web.docker #my-docker-network was here ",
        "10.0.0.1 web.docker #my-docker-network was here\r",
        "10.0.0.1 web.docker #my-docker-network was  here",
        "10.0.0.1 web.docker #My-docker-network was here",
        "10.0.0.1 web.docker # my-docker-network was here",
        "10.0.0.1 web.docker www.docker #my-docker-network was here",
        "#10.0.0.1 web.docker #my-docker-network was here",
        "10.0.0.1 web.local #my-docker-network was here",
        "10.0.0.1 web #my-docker-network was here",
        "10.0.0.1 webdocker #my-docker-network was here",
        "10.0.0.1 .docker #my-docker-network was here",
        "10.0.0.1 -web.docker #my-docker-network was here",
        "10.0.0.1 we_b.docker #my-docker-network was here",
        "10.0.0.01 web.docker #my-docker-network was here",
        "127.0.0.1 web.docker #my-docker-network was here",
        "10.0.0 web.docker #my-docker-network was here",
        "web.docker #my-docker-network was here",
        "#my-docker-network was here",
        held + " lease=30 ",
        held + " lease=0",
        held + " lease=030",
        held + " lease=+30",
        held + "  lease=30",
        held + " lease=30 more=1",
        held.replacing("sequence=7", with: "sequence=0"),
        held.replacing("sequence=7", with: "sequence=9223372036854775808"),
        held.replacing("sequence=7", with: "sequence="),
        held.replacing(" sequence=7", with: ""),
        held.replacing("started=1", with: "started=-1"),
        held.replacing("4def", with: "4dez"),
        held.replacing(" started", with: "started"),
    ])
    func whatOnlyResemblesOursIsForeign(line: String) {
        let file = parse("\(line)\n")
        #expect(file.entries.isEmpty)
        #expect(file.rendered() == Array("\(line)\n".utf8))
    }

    @Test func readsUpperCaseAndALineWithoutNewline() throws {
        let file = parse("10.0.0.1 Web.DOCKER #my-docker-network was here")
        #expect(file.entries == [try Sample.entry("web", "10.0.0.1")])
        #expect(file.foreign.isEmpty)
    }

    @Test func theLaterOfTwoEqualRegistrationsCounts() throws {
        let file = parse("10.0.0.2 web.docker #my-docker-network was here\n\(Self.held)\n")
        #expect(
            file.entries == [
                try Sample.entry("web", "10.0.0.2", holder: Sample.holder(7))
            ])
    }

    @Test func anotherDomainIsForeign() throws {
        let text = "10.0.0.1 web.docker #my-docker-network was here\n"
        #expect(parse(text, domain: try Domain("containers.example")).entries.isEmpty)
        let other = text.replacing("docker #", with: "containers.example #")
        #expect(parse(other, domain: try Domain("containers.example")).entries.count == 1)
    }

    @Test(arguments: [
        ("", ""), ("127.0.0.1 localhost\n", "127.0.0.1 localhost\n"),
        ("127.0.0.1 localhost", "127.0.0.1 localhost\n"),
        ("a\r\nb", "a\r\nb\r\n"), ("a\r\nb\nc", "a\r\nb\nc\n"), ("\n\n", "\n\n"), ("\r", "\r\n"),
    ])
    func addsAMissingNewlineInTheFilesStyle(before: String, after: String) throws {
        var file = parse(before)
        #expect(file.rendered() == Array(before.utf8))
        file.replaceEntries([])
        #expect(file.rendered() == Array(before.utf8))
        file.replaceEntries([try Sample.entry("web", "10.0.0.1")])
        let line = "10.0.0.1 web.docker #my-docker-network was here\n"
        #expect(file.rendered() == Array((after + line).utf8))
    }

    @Test(arguments: 0..<200)
    func foreignBytesStayAndWhatIsRenderedIsReadAgain(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var bytes: [UInt8] = []
        var foreign: [UInt8] = []
        var expected: [Registration: Entry] = [:]
        for _ in 0..<Int.random(in: 0..<40, using: &generator) {
            if Bool.random(using: &generator) {
                let entry = try randomEntry(&generator)
                var single = HostsFile(domain: .docker)
                single.replaceEntries([entry])
                bytes += single.rendered()
                expected[entry.registration] = entry
            } else {
                let line = randomForeignLine(&generator)
                bytes += line
                foreign += line
            }
        }
        var file = HostsFile(parsing: bytes, domain: .docker)
        #expect(file.foreign == foreign)
        #expect(Set(file.entries) == Set(expected.values))
        #expect(HostsFile(parsing: file.rendered(), domain: .docker) == file)
        let others = try (0..<5).map { _ in try randomEntry(&generator) }
        file.replaceEntries(others)
        #expect(file.foreign == foreign)
        #expect(HostsFile(parsing: file.rendered(), domain: .docker) == file)
    }

    @Test(arguments: 0..<100)
    func anyBytesAreRead(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var bytes = Array("\(Self.held) lease=30\n".utf8)
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            let index = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.remove(at: index)
            default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: index)
            }
        }
        let file = HostsFile(parsing: bytes, domain: .docker)
        #expect(HostsFile(parsing: file.rendered(), domain: .docker) == file)
        if file.entries.isEmpty { #expect(file.rendered() == bytes) }
    }

    private func randomEntry(_ generator: inout SeededGenerator) throws -> Entry {
        let number = Int.random(in: 1...200, using: &generator)
        let address = Bool.random(using: &generator) ? "10.0.0.\(number)" : "fd00::\(number)"
        let holder = Bool.random(using: &generator) ? nil : Sample.holder(Int64(number))
        return try Sample.entry(
            "host-\(number % 7)", address, holder: holder, lease: number % 2 == 0 ? nil : 30)
    }

    private func randomForeignLine(_ generator: inout SeededGenerator) -> [UInt8] {
        let kind = Int.random(in: 0..<5, using: &generator)
        let ending: [UInt8] = Bool.random(using: &generator) ? [0x0D, 0x0A] : [0x0A]
        switch kind {
        case 0: return ending
        case 1: return Array("10.0.0.1 web.docker #my-docker-network was  here".utf8) + ending
        case 2: return Array("10.0.0.1\tweb.docker # a comment".utf8) + ending
        case 3: return [UInt8](repeating: 0x61, count: 20_000) + ending
        default:
            let count = Int.random(in: 0..<60, using: &generator)
            let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            return noise.filter { $0 != 0x0A } + ending
        }
    }
}
