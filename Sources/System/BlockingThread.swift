internal import CDockerNetworkSystem
internal import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A thread for calls that may block for long: for one of them, or for an actor as its executor.
///
/// The cooperative pool has one thread a core: a call that blocks there keeps everybody waiting. The
/// thread of an executor ends when the executor and its last job are gone.
package final class BlockingThread: SerialExecutor {
    /// Room for the resolver and its plug-ins; pages that are not touched cost nothing.
    package static let usualStackSize = 1 << 20
    /// Room for all that an actor may call.
    private static let executorStackSize = 8 << 20

    private let jobs = JobQueue()

    /// Starts the thread of an executor, whose name the kernel cuts after 15 bytes.
    ///
    /// - Throws: `SystemCallFailure` where the machine has no thread left.
    package init(_ name: StaticString) throws(SystemCallFailure) {
        let jobs = jobs
        try Self.run(name, stackSize: Self.executorStackSize) { jobs.runAll() }
    }

    deinit {
        jobs.close()
    }

    /// Puts a job behind those that wait.
    package func enqueue(_ job: consuming ExecutorJob) {
        jobs.append(UnownedJob(job), of: self)
    }

    /// Stops the process where the caller is not on this thread.
    package func checkIsolated() {
        precondition(jobs.isOnThread, "not on this executor's thread")
    }

    /// Whether the caller is on this thread.
    package func isIsolatingCurrentContext() -> Bool? {
        jobs.isOnThread
    }
}

// MARK: - One call

extension BlockingThread {
    private final class Work: Sendable {
        let name: StaticString
        let body: @Sendable () -> Void

        init(_ name: StaticString, _ body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }

        func run() {
            // Signals are for the program's own threads; a blocked SIGPIPE makes a write to a dead
            // socket fail, whichever library writes.
            var all = sigset_t()
            sigfillset(&all)
            pthread_sigmask(SIG_BLOCK, &all, nil)
            name.withUTF8Buffer { name in
                name.withMemoryRebound(to: CChar.self) { text in
                    my_docker_network_name_thread(text.baseAddress)
                }
            }
            body()
        }
    }

    /// Runs `body` on a thread of its own.
    ///
    /// - Parameters:
    ///   - name: For debuggers and `ps -L`; the kernel cuts it after 15 bytes.
    ///   - stackSize: How many bytes its stack may have.
    ///   - body: What it runs.
    /// - Throws: `SystemCallFailure` where the machine has no thread left.
    package static func run(
        _ name: StaticString, stackSize: Int = usualStackSize,
        _ body: @escaping @Sendable () -> Void
    ) throws(SystemCallFailure) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackSize)
        pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(name, body))
        let failure = pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, work.toOpaque())
        guard failure == 0 else {
            work.release()
            throw SystemCallFailure(code: failure)
        }
    }

    /// Runs `body` on a thread of its own.
    ///
    /// - Returns: Whether the machine had a thread left.
    package static func start(_ name: StaticString, _ body: @escaping @Sendable () -> Void) -> Bool
    {
        (try? run(name, body)) != nil
    }

    /// Runs `body` on a thread of its own, and waits for what it brings without holding a task's thread up.
    ///
    /// - Returns: The value; nil if the machine had no thread left.
    package static func value<Value: Sendable>(
        _ name: StaticString, _ body: @escaping @Sendable () -> Value
    ) async -> Value? {
        await withCheckedContinuation { continuation in
            let isStarted = start(name) { continuation.resume(returning: body()) }
            if !isStarted { continuation.resume(returning: nil) }
        }
    }

    /// Lets the calling thread, which does a little often, wait less beside programs that are always busy.
    package static func takeShortTurns() {
        my_docker_network_take_short_turns()
    }
}

/// The jobs of a `BlockingThread` that wait for it.
///
/// A `Mutex` cannot wait for something to come, hence a mutex and a condition of pthread(7).
// Safe: `jobs` and `isClosed` are touched only while `mutex` is held.
private final class JobQueue: @unchecked Sendable {
    /// A job, and the executor that must live until it has run.
    private struct Element {
        let job: UnownedJob
        let executor: BlockingThread
    }

    private let thread = Atomic<UInt>(0)
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var jobs: [Element] = []
    private var isClosed = false

    init() {
        mutex.initialize(to: pthread_mutex_t())
        condition.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Whether the caller is on the thread that takes the jobs.
    var isOnThread: Bool { thread.load(ordering: .acquiring) == UInt(pthread_self()) }

    /// Takes jobs until the queue is closed and empty.
    func runAll() {
        thread.store(UInt(pthread_self()), ordering: .releasing)
        while let next = next() {
            next.job.runSynchronously(on: next.executor.asUnownedSerialExecutor())
        }
    }

    /// Puts a job at the end.
    func append(_ job: UnownedJob, of executor: BlockingThread) {
        pthread_mutex_lock(mutex)
        jobs.append(Element(job: job, executor: executor))
        pthread_mutex_unlock(mutex)
        pthread_cond_signal(condition)
    }

    /// Waits for a job and takes it; nil: the queue is closed.
    private func next() -> Element? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while jobs.isEmpty {
            if isClosed { return nil }
            pthread_cond_wait(condition, mutex)
        }
        return jobs.removeFirst()
    }

    /// Lets the thread end.
    func close() {
        pthread_mutex_lock(mutex)
        isClosed = true
        pthread_mutex_unlock(mutex)
        pthread_cond_signal(condition)
    }
}
