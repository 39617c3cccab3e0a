internal import ArgumentParser
internal import DockerNetworkProgram

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Runs the command that the arguments name, and ends with one line and its exit status.
@main
enum EntryPoint {
    /// Runs the command's tasks on the main thread; those of `exec` on a thread beside it.
    ///
    /// Not `async`: the main thread of an asynchronous program ends before its tasks do, and in a
    /// fully static one the end of a thread makes the unwinder sort every frame table: 20 ms, four
    /// times what a whole one-shot takes.
    static func main() {
        CoreDumps.forbid()
        JobLoop.shared.takeJobs()
        let arguments = ProcessArguments.texts()
        // Options stand after the subcommand. A command runs without any other thread.
        if arguments.first == "exec" {
            ForwardedSignals.block()
            exit(status(arguments))
        }
        // Detached: the main actor never gets its turn.
        Task.detached {
            let status = await status(arguments)
            // A runtime fails a container whose hook fails.
            exit(arguments.first == "hook" ? ExitStatus.done.rawValue : status)
        }
        JobLoop.shared.run()
    }

    private static func status(_ arguments: [String]) -> Int32 {
        do {
            var command = try EmitterTool.parseAsRoot(arguments)
            try command.run()
            return ExitStatus.done.rawValue
        } catch {
            return status(error, arguments)
        }
    }

    private static func status(_ arguments: [String]) async -> Int32 {
        do {
            var command = try EmitterTool.parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return ExitStatus.done.rawValue
        } catch {
            return status(error, arguments)
        }
    }

    private static func status(_ error: any Error, _ arguments: [String]) -> Int32 {
        do {
            throw error
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
            let shown = ProgramEnd.redacted(text, arguments: arguments)
            StandardError.write(shown + "\n")
            return ExitStatus.usage.rawValue
        }
    }
}
