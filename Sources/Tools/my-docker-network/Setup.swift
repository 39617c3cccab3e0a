internal import ArgumentParser
internal import DockerNetworkProgram
internal import DockerNetworkSetup

#if Admin
    internal import DockerNetworkAdmin
#endif
#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// `my-docker-network setup`.
struct Setup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup",
        abstract: "Makes this machine ready: service, resolver, container engines, firewall.",
        discussion: """
            It looks at the machine, shows a plan with each file's difference, asks,
            carries it out and proves it with 'doctor'. What it replaces is kept in
            /var/lib/my-docker-network-setup; --undo puts it back, byte for byte.
            Where all is done already it does nothing.

            It never restarts Docker or somebody else's DNS server unless told to,
            by an answer or by --restart, and says what works until then.

            It ends with 0 if all is well or done, and 1 if something is wrong.

            Example:
              my-docker-network setup --dry-run
              my-docker-network setup --yes
            """
    )

    @Flag(help: "Print the plan and do nothing.")
    var dryRun = false

    @Flag(help: "Do it without asking; nothing is restarted without --restart.")
    var yes = false

    @Flag(help: "Also restart Docker and DNS servers where the plan says so, without asking.")
    var restart = false

    @Flag(
        help: "Also let the service read Docker's socket: images without the emitter get names.")
    var watchDocker = false

    @Flag(help: "Put everything back as it was before.")
    var undo = false

    @Flag(help: "Print the plan as one JSON object and do nothing.")
    var json = false

    @OptionGroup var options: CommonOptions

    func validate() throws {
        if undo, json || restart || watchDocker {
            throw ValidationError("--undo goes with --dry-run and --yes alone")
        }
    }

    func run() async throws {
        if undo { return try await runUndo() }
        let configuration = try options.load()
        let watchDocker = watchDocker
        let (plan, isRoot) = try await blocking { () throws(ToolError) in
            let machine = try MachineSearch(configuration).machine()
            let planner = Planner(machine, configuration, watchesDocker: watchDocker)
            return (try planner.plan(), machine.isRoot)
        }
        StandardOutput.write(json ? plan.json : plan.isEmpty ? Self.nothing(plan) : plan.text)
        guard !dryRun, !json else { return }
        if !plan.isEmpty {
            try agree("Do this?", isRoot: isRoot)
            try await perform(plan)
        }
        try await prove()
    }

    private static func nothing(_ plan: Plan) -> String { "Nothing to do.\n" + plan.text }

    private func perform(_ plan: Plan) async throws {
        var agreed: [Plan.Step] = []
        for step in plan.steps {
            if case .restart(let restart) = step, !mayRestart(restart) {
                StandardOutput.write(
                    "Left to you: '\(restart.words.joined(separator: " "))'. Until then: "
                        + "\(restart.until).\n")
            } else {
                agreed.append(step)
            }
        }
        let steps = agreed
        try await blocking { () throws(ToolError) in
            var execution = try Execution()
            for step in steps {
                do throws(ToolError) {
                    try execution.perform(step)
                } catch {
                    throw ToolError(
                        error.status,
                        "\(error.message); 'my-docker-network setup --undo' takes back what was done"
                    )
                }
                StandardOutput.write("done: \(step.title)\n")
            }
        }
    }

    private func mayRestart(_ restart: Plan.Restart) -> Bool {
        if self.restart { return true }
        return !yes && Self.isTerminal && Self.answer("Restart \(restart.program) now?")
    }

    /// Tries a name for real.
    ///
    /// The service may need a moment to be ready, and resolvers to be told.
    private func prove() async throws {
        #if Admin
            var findings: [Finding] = []
            for attempt in 0..<5 {
                if attempt > 0 { try await Task.sleep(for: .seconds(1)) }
                findings = await Diagnosis(try options.load()).run()
                if !findings.contains(where: { $0.grade == .error }) { break }
            }
            StandardOutput.write(Finding.text(findings))
            if findings.contains(where: { $0.grade == .error }) { throw ExitCode(1) }
        #endif
    }

    // MARK: - Undo

    private func runUndo() async throws {
        let lines = try await blocking { () throws(ToolError) in try Execution().undoText }
        guard !lines.isEmpty else {
            StandardOutput.write("Nothing to undo.\n")
            return
        }
        StandardOutput.write(lines)
        guard !dryRun else { return }
        try agree("Put this back?", isRoot: geteuid() == 0)
        let undone = try await blocking { () throws(ToolError) in
            var execution = try Execution()
            return try execution.undo()
        }
        StandardOutput.write(undone.done.map { "done: \($0)\n" }.joined())
        for program in undone.pending {
            StandardOutput.write("Left to you: a restart of \(program), which goes on as it was.\n")
        }
        guard undone.failed.isEmpty else {
            StandardOutput.write(undone.failed.map { "not done: \($0)\n" }.joined())
            throw ExitCode(1)
        }
    }

    // MARK: - Asking

    private func agree(_ question: String, isRoot: Bool) throws {
        let flags =
            (undo ? " --undo" : "") + (watchDocker ? " --watch-docker" : "")
            + (restart ? " --restart" : "") + " --yes"
        guard isRoot else {
            StandardOutput.write("Only root may do this: sudo my-docker-network setup\(flags)\n")
            throw ExitCode(1)
        }
        if yes { return }
        guard Self.isTerminal else {
            throw ToolError(
                .usage, "there is no terminal to ask at: say --yes, or --dry-run for the plan alone"
            )
        }
        guard Self.answer(question) else {
            StandardOutput.write("Nothing was done.\n")
            throw ExitCode(1)
        }
    }

    private static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    private static func answer(_ question: String) -> Bool {
        StandardOutput.write("\(question) [y/N] ")
        return ["y", "yes"].contains((readLine() ?? "").lowercased())
    }
}
