package import DockerNetwork
import DockerNetworkSystem
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The one thread that runs one connection's actor.
///
/// The library decides how it sleeps (`ConnectionSleeper`): for the connection's socket and for new
/// work at once, so neither waits for the other. It ends when `finish` is called, which the actor
/// does when it goes away.
package final class ConnectionThread: SerialExecutor {
    /// The events that the thread waits for when there is no work.
    package struct Wait: Sendable {
        /// The socket, or nil where there is none.
        package var socket: CInt?
        /// Whether it waits until the socket has something to read.
        package var wantsToRead = true
        /// Whether it waits until the socket takes more, too.
        package var wantsToWrite = false
        /// Milliseconds, or -1: without end.
        package var timeout: CInt = -1

        /// Creates one from its parts; without a socket it waits for work alone.
        package init(
            socket: CInt? = nil, wantsToRead: Bool = true, wantsToWrite: Bool = false,
            timeout: CInt = -1
        ) {
            self.socket = socket
            self.wantsToRead = wantsToRead
            self.wantsToWrite = wantsToWrite
            self.timeout = timeout
        }
    }

    private enum Work {
        case job(UnownedJob)
        case call(@Sendable () -> Void)
    }

    private struct State {
        var work: [Work] = []
        var turn: (@Sendable () -> Wait?)?
        var isAsleep = false
        var isFinished = false
    }

    private let state = Mutex(State())
    private let identity = Atomic<UInt>(0)
    private let sleeper: any ConnectionSleeper

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - name: For debuggers and `ps -L`; the kernel cuts it after 15 bytes.
    ///   - sleeper: Lets it sleep, and wakes it.
    /// - Throws: `TransportError` with `.unreachable` where the machine has no thread left.
    package init(_ name: StaticString, _ sleeper: any ConnectionSleeper) throws(TransportError) {
        self.sleeper = sleeper
        do throws(SystemCallFailure) {
            // The thread holds the executor until it ends, so no job outlives what it runs on.
            try BlockingThread.run(name, stackSize: Self.stackSize) { self.run() }
        } catch {
            throw Self.shortage(of: "thread", error.code)
        }
    }

    /// Tells the thread what to ask between two pieces of work.
    ///
    /// `turn` lets the connection do what is due and says what to wait for; nil: it is gone.
    package func attach(_ turn: @escaping @Sendable () -> Wait?) {
        state.withLock { $0.turn = turn }
    }

    /// Runs `call` on the thread, after everything submitted before.
    package func submit(_ call: @escaping @Sendable () -> Void) {
        add(.call(call))
    }

    /// Ends the thread once there is no work left.
    package func finish() {
        state.withLock { state in
            state.isFinished = true
            state.turn = nil
        }
        sleeper.wake()
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        add(.job(UnownedJob(job)))
    }

    package func checkIsolated() {
        precondition(isCurrent, "not on the connection's thread")
    }

    package func isIsolatingCurrentContext() -> Bool? {
        isCurrent
    }

    private var isCurrent: Bool {
        identity.load(ordering: .acquiring) == UInt(pthread_self())
    }

    private func add(_ work: Work) {
        let wasAsleep = state.withLock { state in
            state.work.append(work)
            defer { state.isAsleep = false }
            return state.isAsleep
        }
        if wasAsleep { sleeper.wake() }
    }
}

// MARK: - The thread's own part

extension ConnectionThread {
    /// Room for the C library's decoder of header tables, which recurses.
    ///
    /// One that nests as deep as a frame of 128 KiB allows was seen to take more than 256 KiB
    /// and less than 2 MiB. Pages that are not touched cost nothing.
    private static let stackSize = 8 << 20

    /// Says that the machine has no more of something that a connection needs.
    package static func shortage(of what: String, _ number: CInt) -> TransportError {
        TransportError(
            .unreachable,
            "no \(what) is left for a connection (error \(number)); close some, or raise the limit"
        )
    }

    private func run() {
        identity.store(UInt(pthread_self()), ordering: .releasing)
        while true {
            performAll()
            let turn = state.withLock { $0.turn }
            let wait = turn?() ?? Wait()
            guard sleep(wait) else { return }
        }
    }

    /// Runs what waits, and lets go of it before the thread sleeps: the last one to hold the
    /// connection may have been a piece of work.
    private func performAll() {
        let work = state.withLock { state in
            defer { state.work = [] }
            return state.work
        }
        for item in work { perform(item) }
    }

    private func perform(_ work: Work) {
        switch work {
        case .job(let job): job.runSynchronously(on: asUnownedSerialExecutor())
        case .call(let call): call()
        }
    }

    /// Returns false where the thread shall end.
    private func sleep(_ wait: Wait) -> Bool {
        let (mayEnd, hasWork) = state.withLock { state in
            state.isAsleep = state.work.isEmpty && !state.isFinished
            return (state.isFinished && state.work.isEmpty, !state.work.isEmpty)
        }
        if mayEnd { return false }
        if hasWork { return true }
        sleeper.sleep(wait)
        state.withLock { $0.isAsleep = false }
        return true
    }
}
