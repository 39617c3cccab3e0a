internal import ArgumentParser
internal import DockerNetworkComposition
internal import Glibc

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
        // Detached: the main actor never gets its turn.
        Task.detached { exit(await status().rawValue) }
        while true { pause() }
    }

    private static func status() async -> ExitStatus {
        do {
            var command = try EmitterTool.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return .done
        } catch let error as ToolError {
            StandardError.write(ProgramEnd.line(.emitter, error.message))
            return error.status
        } catch {
            let text = EmitterTool.fullMessage(for: error)
            // Help and version were asked for: they are no errors.
            guard EmitterTool.exitCode(for: error) != .success else {
                StandardOutput.write(text + "\n")
                return .done
            }
            let shown = ProgramEnd.redacted(text, arguments: CommandLine.arguments)
            StandardError.write(shown + "\n")
            return .usage
        }
    }
}
