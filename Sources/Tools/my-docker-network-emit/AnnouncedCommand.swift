internal import ArgumentParser
internal import DockerNetworkComposition
internal import ServiceLifecycle

/// A command, and an emitter that runs as long as it does.
struct AnnouncedCommand {
    let start: CommandStart
    let emitter: LastingEmitter

    /// The emitter gives up withdrawing after 5 s; this is for a connection that does not let go.
    private static let patience = Duration.seconds(6)

    /// Runs both, and returns how the command ended, once its names are withdrawn.
    ///
    /// - Throws: `ExitCode` (126, 127) where the command cannot be started; the reason is printed.
    func run() async throws -> CommandEnd {
        let runner = try CommandRunner()
        do {
            try await runner.start(start)
        } catch {
            StandardError.write(ProgramEnd.line(.emitter, error.message))
            throw ExitCode(error.exitStatus)
        }
        let group = ServiceGroup(services: [emitter], logger: emitter.logger)
        let announcing = Task.detached { try await group.run() }
        let end = await runner.waitForEnd()
        await group.triggerGracefulShutdown()
        await withTaskGroup(of: Void.self) { race in
            let withdrawn = AsyncStream<Void>.makeStream()
            // Not awaited in the race itself: a task group waits for all of its tasks.
            Task.detached {
                _ = await announcing.result
                withdrawn.continuation.finish()
            }
            race.addTask { for await _ in withdrawn.stream {} }
            race.addTask { try? await Task.sleep(for: Self.patience) }
            await race.next()
            race.cancelAll()
        }
        return end
    }
}
