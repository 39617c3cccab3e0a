internal import ArgumentParser
internal import DockerNetworkComposition

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Runs the command that the arguments name, and ends with one line and its exit status.
@main
enum EntryPoint {
    /// Waits while the command runs on the cooperative pool.
    ///
    /// Not `async`: the main thread of an asynchronous program ends before its tasks do, and in a
    /// fully static one the end of a thread makes the unwinder sort every frame table: 20 ms, four
    /// times what a whole one-shot takes.
    static func main() {
        CoreDumps.forbid()
        // Options stand after the subcommand, and no other thread is there yet.
        if CommandLine.arguments.dropFirst().first == "exec" { ForwardedSignals.block() }
        // Detached: the main actor never gets its turn.
        Task.detached { exit(await status()) }
        while true { pause() }
    }

    private static func status() async -> Int32 {
        do {
            var command = try EmitterTool.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return ExitStatus.done.rawValue
        } catch let code as ExitCode {
            // That of a command: it said what it had to say.
            return code.rawValue
        } catch let error as ToolError {
            StandardError.write(ProgramEnd.line(.emitter, error.message))
            return error.status.rawValue
        } catch {
            let text = EmitterTool.fullMessage(for: error)
            // Help and version were asked for: they are no errors.
            guard EmitterTool.exitCode(for: error) != .success else {
                StandardOutput.write(text + "\n")
                return ExitStatus.done.rawValue
            }
            let shown = ProgramEnd.redacted(text, arguments: CommandLine.arguments)
            StandardError.write(shown + "\n")
            return ExitStatus.usage.rawValue
        }
    }
}
