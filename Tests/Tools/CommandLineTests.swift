import my_docker_network_emit
import Testing

@Suite("Command lines")
struct CommandLineTests {
    private static let lease = CommandOption("--lease", .text("time"), help: "How long.")
    private static let address = CommandOption(
        "--address", .text("address"), isRepeated: true, help: "Where, which takes more to say.")
    private static let file = CommandOption("--file", .file, help: "A file.")
    private static let level = CommandOption(
        "--level", .word("level", of: ["low", "high"]), help: "It's [loud]: or not.")
    private static let wait = CommandOption("--wait", help: "Wait.")

    private static let tool = CommandLineTool(
        "tool", abstract: "A tool.", discussion: "More.", version: "1.2.3",
        subcommands: [
            Subcommand(
                "up", abstract: "Goes up.", discussion: "Even more.",
                operands: .texts("names", help: "The names."),
                options: [lease, address, file, level, wait]),
            Subcommand(
                "exec", abstract: "Runs.", discussion: "",
                operands: .behindTerminator("command", help: "The command."), options: [lease]),
            Subcommand("doctor", abstract: "Tries.", discussion: "", options: [wait]),
        ])

    private static func arguments(_ words: String...) throws -> CommandArguments {
        guard case .subcommand(_, let arguments) = tool.read(words) else {
            throw UnexpectedReading(reading: "\(tool.read(words))")
        }
        return arguments
    }

    private struct UnexpectedReading: Error {
        let reading: String
    }

    private static func text(_ words: String...) -> String? {
        if case .text(let text) = tool.read(words) { text } else { nil }
    }

    private static func wrong(_ words: [String]) -> String? {
        if case .wrong(let message) = tool.read(words) { message } else { nil }
    }

    @Test("options and operands stand in any order, values behind a blank or =")
    func values() throws {
        let arguments = try Self.arguments(
            "up", "a", "--lease", "1s", "--address=x=y", "b", "--wait", "--address", "-",
            "--lease=2s", "--file=", "--", "--wait", "-c")
        #expect(arguments.operands == ["a", "b", "--wait", "-c"])
        #expect(arguments.value(of: Self.lease) == "2s")
        #expect(arguments.values(of: Self.address) == ["x=y", "-"])
        #expect(arguments.value(of: Self.file) == "")
        #expect(arguments.contains(Self.wait))
        #expect(!arguments.contains(Self.level) && arguments.value(of: Self.level) == nil)
    }

    @Test("a subcommand is told by its position")
    func position() {
        for (position, words) in [["up"], ["exec", "--", "true"], ["doctor"]].enumerated() {
            guard case .subcommand(position, _) = Self.tool.read(words) else {
                Issue.record("\(words): \(Self.tool.read(words))")
                continue
            }
        }
    }

    @Test("a command keeps what stands behind its --")
    func command() throws {
        let arguments = try Self.arguments(
            "exec", "--lease", "1s", "--", "cmd", "--help", "--", "--lease")
        #expect(arguments.operands == ["cmd", "--help", "--", "--lease"])
        #expect(arguments.value(of: Self.lease) == "1s")
    }

    @Test("help and version come before whatever is wrong")
    func answers() {
        #expect(Self.text("--version") == "1.2.3\n" && Self.text("up", "--x", "--version") != nil)
        let help = Self.text("up", "--help")
        #expect(help?.contains("USAGE: tool up [<names> ...] [--lease <time>] [--address") == true)
        #expect(help?.contains("--address <address>     Where, which") == true)
        #expect(help?.contains("Even more.") == true)
        #expect(Self.text("up", "--bogus", "-h") == help && Self.text("help", "up") == help)
        let whole = Self.text()
        #expect(whole?.contains("  doctor                  Tries.") == true)
        for words in ["help", "--help", "-h"] { #expect(Self.text(words) == whole) }
        #expect(Self.text("exec", "--help", "--", "x")?.contains("-- <command> ...") == true)
    }

    @Test("no line of the help is longer than a terminal, but the usage")
    func width() {
        let long = Subcommand(
            "long", abstract: String(repeating: "word ", count: 40), discussion: "",
            options: [
                CommandOption(
                    "--an-option-without-room", .text("value"),
                    help: String(repeating: "word ", count: 40))
            ])
        let lines = Self.tool.help(of: long).split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 80 || $0.hasPrefix("USAGE") })
        #expect(lines.contains { $0.hasPrefix(String(repeating: " ", count: 26) + "word word") })
    }

    @Test(
        "what is wrong is named, and what is nearest to it",
        arguments: [
            (["upp"], "unknown subcommand 'upp'; did you mean 'up'? See 'tool --help'"),
            (["--hlep"], "unknown option '--hlep'; did you mean '--help'?"),
            (["--lease", "1s", "up"], "'--lease' stands after the subcommand"),
            (
                ["up", "--wiat"],
                "up: unknown option '--wiat'; did you mean '--wait'? See 'tool up --help'"
            ),
            (["up", "--lea=1s"], "up: unknown option '--lea'; did you mean '--lease'?"),
            (["up", "-w"], "up: unknown option '-w'"),
            (["up", "--wait=yes"], "up: --wait takes no value"),
            (["up", "--lease"], "up: --lease needs a value: --lease <time>"),
            (["up", "--lease", "--wait"], "up: --lease needs a value"),
            (["up", "--lease", "--"], "up: --lease needs a value"),
            (["doctor", "x"], "doctor: unexpected argument 'x'"),
            (["doctor", "--", "x"], "doctor: unexpected argument 'x'"),
            (["exec", "x", "--", "y"], "exec: unexpected argument 'x'"),
            (["exec", "--lease", "1s"], "exec: needs -- <command> ..."),
            (["exec", "--"], "exec: needs -- <command> ..."),
            (["--generate-completion-script", "tcsh"], "needs one of bash, zsh and fish"),
        ])
    func faults(words: [String], message: String) throws {
        let wrong = try #require(Self.wrong(words))
        #expect(wrong.contains(message), "\(wrong)")
    }

    @Test(
        "what looks like a URL is not repeated",
        arguments: [
            ["amqp://u:geheim@h"], ["up", "--amqp://u:geheim@h"], ["doctor", "u:geheim@h"],
            ["up", "--ulr=amqp://u:geheim@h"], ["up", "--ulr", "amqp://u:geheim@h"],
            ["--ulr=amqp://u:geheim@h", "up"], ["up", "--wait=amqp://u:geheim@h"],
        ])
    func silence(words: [String]) throws {
        let wrong = try #require(Self.wrong(words))
        #expect(!wrong.contains("geheim"), "\(wrong)")
    }

    @Test("completions and the description name every subcommand and option")
    func completion() throws {
        var texts = [try #require(Self.text("--experimental-dump-help"))]
        for shell in ["bash", "zsh", "fish"] {
            texts.append(try #require(Self.text("--generate-completion-script", shell)))
            #expect(Self.text("--generate-completion-script=\(shell)") == texts.last)
        }
        let names = ["up", "exec", "doctor", "lease", "address", "file", "level", "wait", "help"]
        for text in texts { for name in names { #expect(text.contains(name), "\(text)") } }
    }
}
