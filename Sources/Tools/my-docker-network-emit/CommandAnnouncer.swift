internal import DockerNetwork
internal import DockerNetworkProgram
internal import DockerNetworkSystem
internal import Logging
internal import ServiceLifecycle
internal import Synchronization

/// Announces a command's names on a thread of its own, whatever is wrong at first.
///
/// What can recover (an address that is not there yet, a file that cannot be read, a broker that is
/// away) is watched, said once, and announced later.
final class CommandAnnouncer: Sendable {
    private struct State {
        var readiness: Result<Void, ToolError>?
        var emitter: Emitter?
        var work: Task<Void, Never>?
        var group: ServiceGroup?
        var isStopped = false
        var isEnded = false
    }

    private let plan: AnnouncementPlan
    private let state = Mutex(State())

    /// Makes one; nothing happens before `prepare` or `announce`.
    init(_ plan: AnnouncementPlan) {
        self.plan = plan
    }

    /// Whether everything can be announced, once `prepare` knows.
    var readiness: Result<Void, ToolError>? { state.withLock { $0.readiness } }

    /// Whether nothing is left to do.
    var isEnded: Bool { state.withLock { $0.isEnded } }

    /// Finds out whether everything can be announced: it connects to the broker once.
    func prepare() {
        guard startLoop() else { return }
        Task.detached { [self] in
            let readiness: Result<Void, ToolError>
            do throws(ToolError) {
                let emitter = try plan.strictEmitter()
                try await BrokerCheck(transport: emitter.transport).run()
                state.withLock { $0.emitter = emitter }
                readiness = .success(())
            } catch {
                readiness = .failure(error)
            }
            state.withLock { $0.readiness = readiness }
            CommandRunner.wake()
        }
    }

    /// Announces until `stop`.
    func announce() {
        let isPrepared = state.withLock { $0.emitter != nil }
        guard isPrepared || startLoop() else { return }
        let work = Task.detached { [self] in
            await run()
            state.withLock { $0.isEnded = true }
            CommandRunner.wake()
        }
        state.withLock { $0.work = work }
    }

    /// Withdraws what was announced; `isEnded` tells when that is done.
    func stop() {
        let (group, work) = state.withLock { state in
            state.isStopped = true
            return (state.group, state.work)
        }
        guard let group else {
            work?.cancel()
            return
        }
        Task.detached { await group.triggerGracefulShutdown() }
    }

    private func startLoop() -> Bool {
        let failure = JobLoop.shared.start()
        guard failure != 0 else { return true }
        let error = ToolError(
            .unavailable,
            "no thread for announcing: \(SystemCallFailure(code: failure).reason); "
                + "raise the limit of tasks (--pids-limit)")
        state.withLock { state in
            state.isEnded = true
            state.readiness = .failure(error)
        }
        if plan.toleratesFaults { plan.say("not announced: \(error)") }
        return false
    }

    // MARK: - On the loop

    private func run() async {
        guard plan.canAnnounce else { return }
        // Before the first look: what comes after that is heard.
        var watch = AddressWatch()
        var pause = Duration.seconds(1)
        // A command that has ended already: what is wrong is said all the same.
        repeat {
            if let emitter = state.withLock({ $0.emitter.take() }) ?? plan.emitter() {
                watch = nil
                return await run(emitter)
            }
            await Self.wait(for: watch, atMost: pause)
            pause = min(pause * 2, .seconds(10))
        } while !Task.isCancelled
    }

    private func run(_ emitter: Emitter) async {
        let group = ServiceGroup(services: [emitter], logger: emitter.logger)
        let isStopped = state.withLock { state in
            state.group = group
            return state.isStopped
        }
        // Whatever ends it, its command goes on.
        if !isStopped { try? await group.run() }
    }

    /// Waits until an address comes or goes, or for a file that nobody tells of.
    private static func wait(for watch: AddressWatch?, atMost pause: Duration) async {
        if let watch {
            _ = try? await watch.waitForChange(until: .now + pause)
        } else {
            try? await LoopClock().sleep(for: pause)
        }
    }
}
