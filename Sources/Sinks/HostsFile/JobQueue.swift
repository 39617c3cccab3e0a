#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The jobs of a `BlockingThread` that wait for it.
///
/// A `Mutex` cannot wait for something to come, hence a mutex and a condition of pthread(7).
// Safe: `jobs` and `isClosed` are touched only while `mutex` is held; `thread` is written once,
// before anybody else has the queue's executor.
final class JobQueue: @unchecked Sendable {
    /// A job, and the executor that must live until it has run.
    struct Element {
        let job: UnownedJob
        let executor: BlockingThread
    }

    /// The thread that takes the jobs.
    var thread = pthread_t()
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

    /// Puts a job at the end.
    func append(_ job: UnownedJob, of executor: BlockingThread) {
        pthread_mutex_lock(mutex)
        jobs.append(Element(job: job, executor: executor))
        pthread_mutex_unlock(mutex)
        pthread_cond_signal(condition)
    }

    /// Waits for a job and takes it; nil: the queue is closed.
    func next() -> Element? {
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
