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
        let words = ProcessArguments.texts()
        switch EmitterTool.commandLine.read(words) {
        case .text(let text):
            StandardOutput.write(text)
            exit(ExitStatus.done.rawValue)
        case .wrong(let message):
            let isHook = words.first == "hook"
            exit(end(ToolError(.usage, message), isHook: isHook))
        case .subcommand(let position, let arguments):
            run(EmitterTool.Verb.allCases[position], arguments)
        }
    }

    private static func run(_ verb: EmitterTool.Verb, _ arguments: CommandArguments) -> Never {
        JobLoop.shared.takeJobs()
        // A command runs without any other thread.
        if verb == .exec {
            ForwardedSignals.block()
            do throws(ToolError) {
                exit(try Exec(arguments).run())
            } catch {
                exit(end(error))
            }
        }
        // Detached: the main actor never gets its turn.
        Task.detached { exit(await status(of: verb, arguments)) }
        JobLoop.shared.run()
    }

    private static func status(
        of verb: EmitterTool.Verb, _ arguments: CommandArguments
    ) async -> Int32 {
        do throws(ToolError) {
            switch verb {
            case .up: try await Up(arguments: arguments).run()
            case .down: try await Down(arguments: arguments).run()
            case .run: try await Run(arguments).run()
            case .exec: return try Exec(arguments).run()
            case .doctor: return await Doctor(arguments: arguments).run()
            #if Docker
                case .hook: try Hook(arguments).run()
            #endif
            }
            return ExitStatus.done.rawValue
        } catch {
            return end(error, isHook: verb.isHook)
        }
    }

    /// Says why the program ends, and returns its exit status.
    private static func end(_ error: ToolError, isHook: Bool = false) -> Int32 {
        StandardError.write(ProgramEnd.line(.emitter, error.message))
        return isHook ? ExitStatus.done.rawValue : error.status.rawValue
    }
}
