internal import DockerNetworkProgram

/// A command, and what announces it as long as it runs.
struct AnnouncedCommand {
    let start: CommandStart
    let announcer: CommandAnnouncer
    /// Whether nothing starts that cannot be announced.
    let needsAnnouncement: Bool

    /// The time that a connection that does not let go may keep this program after the command's
    /// end; withdrawing itself takes a second at most.
    private static let patience = Duration.milliseconds(1_500)

    /// Runs the command on the caller's thread, and returns its exit status once its names are
    /// withdrawn.
    ///
    /// The command comes first: what it needs of the machine is not taken by what announces it.
    ///
    /// - Throws: `ToolError` where it must not start without being announced, and cannot be.
    func run() throws(ToolError) -> Int32 {
        var runner = CommandRunner()
        if needsAnnouncement, let signal = try waitUntilReady(runner) { return 128 + signal }
        do {
            try runner.start(start)
        } catch {
            return end(error)
        }
        announcer.announce()
        let end = runner.waitForEnd()
        announcer.stop()
        runner.wait(atMost: Self.patience) { announcer.isEnded }
        return end.exitStatus
    }

    /// Returns nil where everything is ready, or the signal that ends this program before that.
    private func waitUntilReady(_ runner: CommandRunner) throws(ToolError) -> Int32? {
        announcer.prepare()
        if let signal = runner.wait(for: { announcer.readiness != nil }) { return signal }
        try announcer.readiness?.get()
        return nil
    }

    /// A command that alone could run does so, without this program around it.
    private func end(_ failure: CommandStartFailure) -> Int32 {
        var failure = failure
        if failure.isShortage, !needsAnnouncement {
            StandardError.write(
                ProgramEnd.notice(
                    .emitter,
                    "not announced: the limit of tasks leaves no room beside the command; "
                        + "raise it by 4 (--pids-limit)"))
            failure = start.replaceThisProcess()
        }
        StandardError.write(ProgramEnd.line(.emitter, failure.message))
        return failure.exitStatus
    }
}
