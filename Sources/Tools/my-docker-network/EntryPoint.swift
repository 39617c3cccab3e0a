internal import ArgumentParser
internal import Dispatch
internal import DockerNetworkLegacy
internal import DockerNetworkProgram

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Runs the command that the arguments name, and ends with one line and its exit status.
@main
enum EntryPoint {
    /// Runs the program; not `async`: all tasks of an asynchronous `main` have a high priority.
    ///
    /// libdispatch asks the
    /// kernel for that, and logs at each start that a plain user must not have it.
    static func main() {
        CoreDumps.forbid()
        Allocator.returnLargeBlocks()
        Task.detached { exit(await status()) }
        dispatchMain()
    }

    private static func status() async -> Int32 {
        do {
            var command = try HostTool.parseAsRoot(
                LegacyArguments.translated(ProcessArguments.texts()))
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return ExitStatus.done.rawValue
        } catch let error as ToolError {
            StandardError.write(ProgramEnd.line(.host, error.message))
            return error.status.rawValue
        } catch let code as ExitCode {
            // All is said.
            return code.rawValue
        } catch {
            let text = HostTool.fullMessage(for: error)
            // Help and version were asked for: they are no errors.
            guard HostTool.exitCode(for: error) != .success else {
                StandardOutput.write(text + "\n")
                return ExitStatus.done.rawValue
            }
            let shown = ProgramEnd.redacted(text, arguments: ProcessArguments.texts())
            StandardError.write(shown + "\n")
            return ExitStatus.usage.rawValue
        }
    }
}
