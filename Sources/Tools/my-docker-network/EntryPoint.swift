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
    static func main() async {
        CoreDumps.forbid()
        Allocator.returnLargeBlocks()
        do {
            var command = try HostTool.parseAsRoot(
                FormerArguments.translated(ProcessArguments.texts()))
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as ToolError {
            StandardError.write(ProgramEnd.line(.host, error.message))
            exit(error.status.rawValue)
        } catch {
            let text = HostTool.fullMessage(for: error)
            let code = HostTool.exitCode(for: error)
            // Help and version were asked for: they are no errors.
            guard code != .success else {
                StandardOutput.write(text + "\n")
                exit(0)
            }
            let shown = ProgramEnd.redacted(text, arguments: ProcessArguments.texts())
            StandardError.write(shown + "\n")
            exit(ExitStatus.usage.rawValue)
        }
    }
}
